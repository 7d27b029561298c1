# The one image of docker-compose.yml: `tocsin` with its locked dependencies, as a user without rights.
FROM python:3.12.13-slim-bookworm AS build
WORKDIR /src
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.12.13-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin tocsin
COPY requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements.txt
COPY --from=build /wheels /tmp/wheels
RUN pip install --no-cache-dir --no-deps /tmp/wheels/*.whl && rm -r /tmp/wheels /tmp/requirements.txt
# What compares names is compiled here, once, for any processor: a worker reads it in a moment.
ENV NUMBA_CACHE_DIR=/var/cache/tocsin NUMBA_CPU_NAME=generic
RUN mkdir "$NUMBA_CACHE_DIR" && chown 10001 "$NUMBA_CACHE_DIR"
USER 10001
RUN python -m screening.tables
WORKDIR /tmp
EXPOSE 8080
# How it fares depends on the command: `tocsin worker --check`, or /healthz of `tocsin serve`, as in docker-compose.yml.
ENTRYPOINT ["tocsin"]
CMD ["serve"]

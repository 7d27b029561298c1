"""One reader per writing system: words of that script become Latin `Word`s; pure."""

"""Behind the agencies' HTTP doors: alerts, entries, subscriptions, questions, and who may ask."""

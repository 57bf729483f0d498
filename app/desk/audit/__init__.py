"""The audit log: who did what, when, about whom, why, and how much left; append-only, and chained so that changes show."""

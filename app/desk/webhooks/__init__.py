"""The subscriptions of webhooks in the desk: who gets what, and how far each has got."""

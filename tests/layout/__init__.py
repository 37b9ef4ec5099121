"""Documents put together around other words."""

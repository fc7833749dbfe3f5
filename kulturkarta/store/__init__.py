"""What people have stored in the app. The only SQL of the house, and only SQLAlchemy's."""

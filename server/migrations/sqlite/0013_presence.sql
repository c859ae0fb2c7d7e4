-- What people choose that others see of their presence: what is so, that they are away, or nothing.
ALTER TABLE users ADD COLUMN availability TEXT NOT NULL DEFAULT 'auto' CHECK (availability IN ('auto', 'away', 'invisible'));

"""The registry: the truth about people, their households, groups, needs and referrals."""

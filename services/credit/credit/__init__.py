"""The credit service: loan products, credit needs and their stages, groups, entrusted capital."""

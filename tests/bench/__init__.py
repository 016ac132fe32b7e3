"""The invented group that benches measure keeps every rule of the house."""

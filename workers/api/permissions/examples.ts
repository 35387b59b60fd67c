export const EXAMPLE_PERMISSION_ID = "b7c9d1e3-5f60-4a8b-9c2d-3e4f5a6b7c55";

# Fraud: each kind of it caught, the way out for honest people, and what strangers get.

story "Nothing to confirm"
nobody GET /challenges/0000000000000000 404 CHALLENGE_NOT_FOUND
nobody POST /challenges/0000000000000000 {"code": "123456"} 404 CHALLENGE_NOT_FOUND
nobody POST /challenges/0000000000000000/code {} 404 CHALLENGE_NOT_FOUND

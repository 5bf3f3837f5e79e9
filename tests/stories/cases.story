# Cases: what the fraud engine stopped is looked at by people, and asked about by who was refused.

story "Nobody but operators sees cases"
nobody GET /operator/cases 401 NOT_SIGNED_IN
buyer GET /operator/cases 403 NOT_ALLOWED
lumen GET /operator/cases/cas_0000000000001 403
buyer GET /operator/decisions/dec_0000000000001 403
buyer POST /operator/cases/cas_0000000000001/verdict {"verdict": "honest", "note": "It was only me"} 403
nobody page /operator/cases 303 to /sign-in

story "A market where nothing was stopped has no cases"
operator GET /operator/cases 200 {"waiting": 0, "queue": true}
operator GET /operator/cases?show=all 200 {"queue": false}
operator GET /operator/cases?show=closed 200
operator GET /operator/cases?show=refused 200
operator GET /operator/cases?show=strange 422
operator page /operator/cases 200 has "Nothing waits"
operator page /operator/cases?show=closed 200 has "No cases"
operator GET /operator/cases/cas_0000000000001 404 CASE_NOT_FOUND
operator GET /operator/cases/dec_0000000000001 404
operator page /operator/cases/cas_0000000000001 404
operator GET /operator/decisions/dec_0000000000001 404 FRAUD_DECISION_NOT_FOUND
operator page /operator/decisions/dec_0000000000001 404
operator POST /operator/cases/cas_0000000000001/verdict {"verdict": "honest", "note": "I have called them"} 404 CASE_NOT_FOUND
operator POST /operator/cases/cas_0000000000001/verdict {"verdict": "guilty", "note": "I have called them"} 422
operator POST /operator/cases/cas_0000000000001/verdict {"verdict": "honest"} 422

story "What nobody refused cannot be asked about, and says nothing of whose it is"
nobody GET /appeals/dec_0000000000001 404 APPEAL_NOT_POSSIBLE
nobody page /appeals/dec_0000000000001 404
buyer GET /appeals/dec_0000000000001 404 APPEAL_NOT_POSSIBLE
nobody POST /appeals/dec_0000000000001 {"words": "It was only me, on a journey"} 404 APPEAL_NOT_POSSIBLE
buyer POST /appeals/dec_0000000000001 {"words": "It was only me", "email": "not an address"} 422 EMAIL_WRONG
buyer POST /appeals/dec_0000000000001 {} 422

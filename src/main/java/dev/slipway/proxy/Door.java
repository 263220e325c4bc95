package dev.slipway.proxy;

import io.vertx.core.json.JsonObject;

/** The two ways in; they differ in how they name an endpoint and how they tell of errors. */
enum Door {
  /** SageMaker Runtime's own protocol, which AWS SDKs speak: errors in its REST-JSON form. */
  SAGEMAKER {
    @Override
    int status(Refusal.Reason reason) {
      return reason.awsStatus;
    }

    @Override
    String contentType() {
      return "application/json";
    }

    @Override
    String body(Refusal refusal, String requestId) {
      JsonObject body = new JsonObject().put("Message", refusal.detail());
      if (refusal.reason() == Refusal.Reason.PATH_UNKNOWN) {
        // The SDKs of AWS's other services, which come here by mistake, look for it in the body.
        body.put("__type", refusal.reason().awsType);
      }
      return body.encode();
    }
  },
  /** Environment and model: errors as RFC 9457 problem details. */
  LOGICAL {
    @Override
    int status(Refusal.Reason reason) {
      return reason.status;
    }

    @Override
    String contentType() {
      return "application/problem+json";
    }

    @Override
    String body(Refusal refusal, String requestId) {
      Refusal.Reason reason = refusal.reason();
      return new JsonObject()
          .put("type", "/problems/" + reason.code)
          .put("title", reason.title)
          .put("status", reason.status)
          .put("detail", refusal.detail())
          .put("code", reason.code)
          .put("request_id", requestId)
          .put("retryable", reason.retryable)
          .encode();
    }
  };

  /** The status of an error. */
  abstract int status(Refusal.Reason reason);

  /** The content type of an error. */
  abstract String contentType();

  /** The body of an error. */
  abstract String body(Refusal refusal, String requestId);
}

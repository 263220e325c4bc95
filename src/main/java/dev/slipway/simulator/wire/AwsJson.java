package dev.slipway.simulator.wire;

import software.amazon.awssdk.core.SdkPojo;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * AWS JSON: the operation in {@code X-Amz-Target}, both bodies JSON.
 *
 * @param version {@code 1.0} or {@code 1.1}, as the request's content type says
 * @param queryMode whether the client also wants the Query protocol's error code, in a header
 */
record AwsJson(String version, boolean queryMode) implements Protocol {

  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public void read(WireRequest request, Route route, SdkPojo builder) {
    Codec.readPayload(parse(request.body()), builder);
  }

  /** An empty body is an empty object. */
  static JsonNode parse(byte[] body) {
    if (body.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException notJson) {
      // told below
    }
    throw new ServiceException(
        400, "SerializationException", "The request's body is no JSON object.");
  }

  @Override
  public WireResponse answer(Operation operation, Answer answer, String requestId) {
    return WireResponse.of(200, type(), Codec.payload(answer.response()).toString())
        .with("x-amzn-RequestId", requestId);
  }

  @Override
  public WireResponse error(String operation, ServiceException error, String requestId) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("__type", type(operation, error)).put("message", error.text());
    error.details().forEach((name, value) -> body.set(name, JSON.valueToTree(value)));
    WireResponse response =
        WireResponse.of(error.status(), type(), body.toString())
            .with("x-amzn-RequestId", requestId);
    return queryMode
        ? response.with("x-amzn-query-error", ErrorShapes.queryError(error))
        : response;
  }

  /** Only CloudWatch speaks version 1.0; there the type is a shape, the code is in the header. */
  private String type(String operation, ServiceException error) {
    return version.equals("1.0")
        ? Service.CLOUDWATCH.targetPrefix().orElse("") + "#" + ErrorShapes.of(operation, error)
        : error.code();
  }

  private String type() {
    return "application/x-amz-json-" + version;
  }
}

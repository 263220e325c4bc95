package dev.slipway.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Smithy RPC v2 CBOR: the operation in the path, both bodies CBOR. CloudWatch's clients of newer
 * SDKs speak it.
 */
record RpcCbor(boolean queryMode) implements Protocol {

  private static final String TYPE = "application/cbor";
  private static final String NAMESPACE = "com.amazonaws.cloudwatch#";

  @Override
  public void read(WireRequest request, Route route, SdkPojo builder) {
    if (request.body().length == 0) {
      return;
    }
    try {
      Codec.readPayload(Cbor.read(request.body()), builder);
    } catch (JacksonException notCbor) {
      throw new ServiceException(
          400, "SerializationException", "The request's body is no CBOR map.");
    }
  }

  @Override
  public WireResponse answer(Operation operation, Answer answer, String requestId) {
    return response(200, Cbor.write(answer.response()), requestId);
  }

  @Override
  public WireResponse error(String operation, ServiceException error, String requestId) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("__type", NAMESPACE + ErrorShapes.of(operation, error)).put("message", error.text());
    error.details().forEach((name, value) -> body.put(name, String.valueOf(value)));
    WireResponse response = response(error.status(), Cbor.write(body), requestId);
    return queryMode
        ? response.with("x-amzn-query-error", ErrorShapes.queryError(error))
        : response;
  }

  private static WireResponse response(int status, byte[] body, String requestId) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", TYPE);
    return new WireResponse(status, headers, body)
        .with("smithy-protocol", "rpc-v2-cbor")
        .with("x-amzn-RequestId", requestId);
  }
}

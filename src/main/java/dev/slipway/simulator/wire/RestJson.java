package dev.slipway.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** REST-JSON: the operation in the path, members in headers, the body raw bytes or JSON. */
record RestJson() implements Protocol {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String TYPE = "application/json";

  @Override
  public void read(WireRequest request, Route route, SdkPojo builder) {
    Rest.read(request, route.values(), builder);
    Optional<SdkField<?>> payload = Rest.payload(builder);
    if (payload.isEmpty()) {
      Codec.readPayload(AwsJson.parse(request.body()), builder);
    } else if (payload.get().marshallingType() == MarshallingType.SDK_BYTES) {
      payload.get().set(builder, SdkBytes.fromByteArrayUnsafe(request.body()));
    }
  }

  @Override
  public WireResponse answer(Operation operation, Answer answer, String requestId) {
    SdkPojo shape = answer.response();
    Map<String, String> headers = new LinkedHashMap<>();
    Optional<SdkField<?>> payload = Rest.payload(shape);
    byte[] body = answer.body();
    if (body == null && payload.isPresent()) {
      body =
          Codec.value(payload.get(), shape) instanceof SdkBytes bytes
              ? bytes.asByteArrayUnsafe()
              : new byte[0];
    }
    if (answer.parts() != null) {
      body = new byte[0];
    }
    int status = operation.name().equals("InvokeEndpointAsync") ? 202 : 200;
    WireResponse response =
        body == null
            ? WireResponse.of(status, TYPE, Codec.payload(shape).toString())
            : new WireResponse(status, headers, body, answer.parts());
    if (answer.contentType() != null) {
      response = response.with("Content-Type", answer.contentType());
    }
    Rest.write(shape, response);
    return response.with("x-amzn-RequestId", requestId);
  }

  @Override
  public WireResponse error(String operation, ServiceException error, String requestId) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("Message", error.text());
    error.details().forEach((name, value) -> body.set(name, JSON.valueToTree(value)));
    return WireResponse.of(error.status(), TYPE, body.toString())
        .with("x-amzn-ErrorType", error.code())
        .with("x-amzn-RequestId", requestId);
  }
}

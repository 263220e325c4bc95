package dev.slipway.simulator.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.RequiredTrait;

/** REST-XML as S3 speaks it: members in path, query and headers, the body bytes or XML. */
record RestXml() implements Protocol {

  private static final String TYPE = "application/xml";
  private static final String PROLOGUE = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  @Override
  public void read(WireRequest request, Route route, SdkPojo builder) {
    Rest.read(request, route.values(), builder);
    Optional<SdkField<?>> payload = Rest.payload(builder);
    if (payload.isPresent() && request.body().length > 0) {
      SdkPojo inner = payload.get().constructor().get();
      XmlReader.read(request.body(), inner);
      payload.get().set(builder, Codec.build(inner));
    }
    required(Codec.build(builder), payload.orElse(null));
  }

  /** S3's shapes, unlike others, tell themselves what they need. */
  private static void required(SdkPojo request, @Nullable SdkField<?> payload) {
    for (SdkField<?> field : request.sdkFields()) {
      Object value = Codec.value(field, request);
      if (value == null && field.containsTrait(RequiredTrait.class)) {
        throw field == payload
            ? new ServiceException(400, "MissingRequestBodyError", "Request Body is empty")
            : new ServiceException(
                400, "InvalidArgument", field.locationName() + " is needed for this request.");
      }
      if (field == payload && value instanceof SdkPojo body && !complete(body)) {
        throw new ServiceException(
            400,
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published"
                + " schema");
      }
    }
  }

  private static boolean complete(SdkPojo shape) {
    return shape.sdkFields().stream()
        .allMatch(field -> {
          Object value = Codec.value(field, shape);
          return switch (value) {
            case null -> !field.containsTrait(RequiredTrait.class);
            case SdkPojo inner -> complete(inner);
            case List<?> list ->
                list.stream().allMatch(item -> !(item instanceof SdkPojo inner) || complete(inner));
            default -> true;
          };
        });
  }

  @Override
  public WireResponse answer(Operation operation, Answer answer, String requestId) {
    SdkPojo shape = answer.response();
    Map<String, String> headers = new LinkedHashMap<>();
    byte[] bytes = answer.body();
    WireResponse response;
    if (bytes != null) {
      response = new WireResponse(200, headers, bytes);
    } else if (hasBody(shape)) {
      response = WireResponse.of(200, TYPE, PROLOGUE + xml(operation.name(), shape));
    } else {
      boolean gone = operation.name().startsWith("Delete") || operation.name().startsWith("Abort");
      response = new WireResponse(gone ? 204 : 200, headers, new byte[0]);
    }
    Rest.write(shape, response);
    if (response.headers().containsKey("Content-Range")) {
      response = new WireResponse(206, response.headers(), response.body());
    }
    return ids(response, requestId);
  }

  private static boolean hasBody(SdkPojo shape) {
    return shape.sdkFields().stream()
        .anyMatch(field -> field.location() == MarshallLocation.PAYLOAD);
  }

  private static String xml(String operation, SdkPojo shape) {
    Service s3 = Service.S3;
    Optional<SdkField<?>> payload = Rest.payload(shape);
    XmlWriter xml = new XmlWriter(true);
    if (payload.isPresent()) {
      String root = payload.get().locationName();
      xml.open(root, s3.xmlNamespace());
      if (Codec.value(payload.get(), shape) instanceof SdkPojo inner) {
        xml.members(inner);
      }
      return xml.close(root).toString();
    }
    String root =
        switch (operation) {
          case "ListObjects", "ListObjectsV2" -> "ListBucketResult";
          case "CreateMultipartUpload" -> "InitiateMultipartUploadResult";
          case "CompleteMultipartUpload", "ListParts", "ListMultipartUploads" ->
              operation + "Result";
          case "DeleteObjects" -> "DeleteResult";
          case "ListBuckets" -> "ListAllMyBucketsResult";
          default -> operation + "Response";
        };
    return xml.open(root, s3.xmlNamespace()).members(shape).close(root).toString();
  }

  @Override
  public WireResponse error(String operation, ServiceException error, String requestId) {
    if (error.status() == 304) {
      // It has no body; what it says stands in its headers.
      WireResponse same = new WireResponse(304, new LinkedHashMap<>(), new byte[0]);
      error.details().forEach((name, value) -> same.headers().put(name, String.valueOf(value)));
      return ids(same, requestId);
    }
    XmlWriter xml =
        new XmlWriter(true)
            .open("Error")
            .element("Code", error.code())
            .element("Message", error.text());
    error.details().forEach((name, value) -> xml.element(name, String.valueOf(value)));
    xml.element("RequestId", requestId).element("HostId", requestId).close("Error");
    return ids(WireResponse.of(error.status(), TYPE, PROLOGUE + xml), requestId);
  }

  private static WireResponse ids(WireResponse response, String requestId) {
    return response.with("x-amz-request-id", requestId).with("x-amz-id-2", requestId);
  }
}

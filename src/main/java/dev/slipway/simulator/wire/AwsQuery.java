package dev.slipway.simulator.wire;

import software.amazon.awssdk.core.SdkPojo;

/** AWS Query: a form with an {@code Action}, answered in XML. */
record AwsQuery(Service service) implements Protocol {

  private static final String TYPE = "text/xml";

  @Override
  public void read(WireRequest request, Route route, SdkPojo builder) {
    QueryReader.read(FormNode.of(route.values()), builder);
  }

  @Override
  public WireResponse answer(Operation operation, Answer answer, String requestId) {
    String name = operation.name();
    XmlWriter xml = new XmlWriter(false).open(name + "Response", service.xmlNamespace());
    if (!answer.response().sdkFields().isEmpty()) {
      xml.open(name + "Result").members(answer.response()).close(name + "Result");
    }
    xml.open("ResponseMetadata")
        .element("RequestId", requestId)
        .close("ResponseMetadata")
        .close(name + "Response");
    return WireResponse.of(200, TYPE, xml.toString()).with("x-amzn-RequestId", requestId);
  }

  @Override
  public WireResponse error(String operation, ServiceException error, String requestId) {
    XmlWriter xml = new XmlWriter(false).open("ErrorResponse", service.xmlNamespace());
    xml.open("Error")
        .element("Type", error.status() >= 500 ? "Receiver" : "Sender")
        .element("Code", error.code())
        .element("Message", error.text());
    error.details().forEach((name, value) -> xml.element(name, String.valueOf(value)));
    xml.close("Error").element("RequestId", requestId).close("ErrorResponse");
    return WireResponse.of(error.status(), TYPE, xml.toString())
        .with("x-amzn-RequestId", requestId);
  }
}

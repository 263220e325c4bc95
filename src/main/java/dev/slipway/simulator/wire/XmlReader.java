package dev.slipway.simulator.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;

/** Reads the XML body of a REST-XML request into a shape. */
final class XmlReader {

  private XmlReader() {}

  static void read(byte[] body, SdkPojo builder) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      var parser = factory.newDocumentBuilder();
      parser.setErrorHandler(new DefaultHandler());
      read(parser.parse(new ByteArrayInputStream(body)).getDocumentElement(), builder);
    } catch (SAXException | IOException e) {
      throw new ServiceException(
          400,
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published"
              + " schema");
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(Element element, SdkPojo builder) {
    for (SdkField<?> field : builder.sdkFields()) {
      List<Element> found = children(element, field.locationName());
      if (!found.isEmpty()) {
        field.set(builder, value(found, field));
      }
    }
  }

  private static @Nullable Object value(List<Element> found, SdkField<?> field) {
    Element first = found.getFirst();
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.SDK_POJO) {
      SdkPojo builder = field.constructor().get();
      read(first, builder);
      return Codec.build(builder);
    } else if (type == MarshallingType.LIST) {
      ListTrait trait = field.getRequiredTrait(ListTrait.class);
      List<Element> items =
          trait.isFlattened() ? found : children(first, QueryReader.memberName(trait));
      List<@Nullable Object> list = new ArrayList<>();
      items.forEach(item -> list.add(value(List.of(item), trait.memberFieldInfo())));
      return list;
    }
    return Text.read(first.getTextContent(), field);
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && name.equals(element.getLocalName())) {
        children.add(element);
      }
    }
    return children;
  }
}

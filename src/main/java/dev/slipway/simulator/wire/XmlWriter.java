package dev.slipway.simulator.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** Writes shapes as the XML of the Query and REST-XML protocols. */
final class XmlWriter {

  private final StringBuilder out = new StringBuilder();
  private final boolean milliseconds;

  /**
   * @param milliseconds whether times always show three digits of a second, as S3's do
   */
  XmlWriter(boolean milliseconds) {
    this.milliseconds = milliseconds;
  }

  XmlWriter open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  XmlWriter open(String name, String namespace) {
    out.append('<').append(name).append(" xmlns=\"");
    escape(namespace);
    out.append("\">");
    return this;
  }

  XmlWriter close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  XmlWriter element(String name, String text) {
    open(name);
    escape(text);
    return close(name);
  }

  /** The shape's members that belong into the body. */
  XmlWriter members(SdkPojo pojo) {
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.location() == MarshallLocation.PAYLOAD ? Codec.value(field, pojo) : null;
      if (value != null) {
        member(field.locationName(), value, field);
      }
    }
    return this;
  }

  private void member(String name, @Nullable Object value, SdkField<?> field) {
    switch (value) {
      case null -> element(name, "");
      case SdkPojo pojo -> open(name).members(pojo).close(name);
      case List<?> list -> list(name, list, field.getRequiredTrait(ListTrait.class));
      case Map<?, ?> map -> map(name, map, field.getRequiredTrait(MapTrait.class));
      default -> element(name, String.valueOf(Text.write(value, milliseconds)));
    }
  }

  private void list(String name, List<?> list, ListTrait trait) {
    if (trait.isFlattened()) {
      list.forEach(item -> member(name, item, trait.memberFieldInfo()));
      return;
    }
    open(name);
    list.forEach(item -> member(QueryReader.memberName(trait), item, trait.memberFieldInfo()));
    close(name);
  }

  private void map(String name, Map<?, ?> map, MapTrait trait) {
    String entry = trait.isFlattened() ? name : "entry";
    if (!trait.isFlattened()) {
      open(name);
    }
    map.forEach((key, value) -> {
      open(entry).element(trait.keyLocationName(), String.valueOf(key));
      member(trait.valueLocationName(), value, trait.valueFieldInfo());
      close(entry);
    });
    if (!trait.isFlattened()) {
      close(name);
    }
  }

  /** Characters that XML 1.0 cannot hold become a question mark. */
  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\r' -> out.append("&#13;");
        case '\n', '\t' -> out.append(c);
        default -> out.append(c < ' ' || c == '\uFFFE' || c == '\uFFFF' ? '?' : c);
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}

package dev.slipway.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import tools.jackson.databind.json.JsonMapper;

/** Tells a client events as {@code application/vnd.amazon.eventstream}, one frame after another. */
public final class EventStream {

  static final String TYPE = "application/vnd.amazon.eventstream";
  private static final JsonMapper JSON = new JsonMapper();

  /** What has events to tell. Exactly one of its methods is called, once. */
  public interface Source {

    /** Tells all of them, each as soon as it happens. */
    void tell(EventStream events);

    /** Nobody listens. */
    void discard();
  }

  private final Consumer<byte[]> client;

  private EventStream(Consumer<byte[]> client) {
    this.client = client;
  }

  static BodyParts body(Source source) {
    return new BodyParts() {
      @Override
      public void write(Consumer<byte[]> to) {
        source.tell(new EventStream(to));
      }

      @Override
      public void discard() {
        source.discard();
      }
    };
  }

  /** An event whose payload is raw bytes. */
  public void event(String eventType, byte[] payload) {
    frame(
        List.of(
            Map.entry(":message-type", "event"),
            Map.entry(":event-type", eventType),
            Map.entry(":content-type", "application/octet-stream")),
        payload);
  }

  /** The error that ends the stream; its members become JSON. */
  public void exception(String exceptionType, Map<String, String> members) {
    frame(
        List.of(
            Map.entry(":message-type", "exception"),
            Map.entry(":exception-type", exceptionType),
            Map.entry(":content-type", "application/json")),
        JSON.writeValueAsBytes(members));
  }

  private void frame(List<Map.Entry<String, String>> headers, byte[] payload) {
    Map<String, HeaderValue> values = new LinkedHashMap<>();
    headers.forEach(each -> values.put(each.getKey(), HeaderValue.fromString(each.getValue())));
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 256);
    new Message(values, payload).encode(frame);
    client.accept(frame.toByteArray());
  }
}

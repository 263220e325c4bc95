package dev.slipway.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import tools.jackson.databind.json.JsonMapper;

/** The frames of {@code application/vnd.amazon.eventstream}, one message after the other. */
public final class EventStream {

  static final String TYPE = "application/vnd.amazon.eventstream";
  private static final JsonMapper JSON = new JsonMapper();

  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

  /** Adds an event whose payload is raw bytes. */
  public EventStream event(String eventType, byte[] payload) {
    return frame(
        List.of(
            Map.entry(":message-type", "event"),
            Map.entry(":event-type", eventType),
            Map.entry(":content-type", "application/octet-stream")),
        payload);
  }

  /** Ends the stream with an error; its members become JSON. */
  public EventStream exception(String exceptionType, Map<String, String> members) {
    return frame(
        List.of(
            Map.entry(":message-type", "exception"),
            Map.entry(":exception-type", exceptionType),
            Map.entry(":content-type", "application/json")),
        JSON.writeValueAsBytes(members));
  }

  private EventStream frame(List<Map.Entry<String, String>> headers, byte[] payload) {
    Map<String, HeaderValue> values = new LinkedHashMap<>();
    headers.forEach(each -> values.put(each.getKey(), HeaderValue.fromString(each.getValue())));
    new Message(values, payload).encode(frames);
    return this;
  }

  byte[] bytes() {
    return frames.toByteArray();
  }
}

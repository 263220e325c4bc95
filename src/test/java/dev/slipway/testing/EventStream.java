package dev.slipway.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an event stream as the HTML Standard says, on a thread of its own. */
public final class EventStream implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final HttpResponse<java.io.InputStream> answer;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Thread reading;
  private volatile String lastEventId = "";
  private volatile int comments;
  private volatile boolean over;

  private EventStream(HttpResponse<java.io.InputStream> answer) {
    this.answer = answer;
    this.reading = Thread.ofVirtual().start(this::read);
  }

  /**
   * An event as it is dispatched.
   *
   * @param name {@code message} unless the stream says otherwise
   */
  public record Event(String id, String name, String data) {
    public JsonNode json() {
      return JSON.readTree(data);
    }
  }

  /** Opens one, after an event when its id is given. */
  public static EventStream open(URI address, String token, @Nullable String lastEventId) {
    var request = HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token);
    if (lastEventId != null) request.header("Last-Event-ID", lastEventId);
    return open(request);
  }

  /** Opens one as a page does that has signed in. */
  public static EventStream openBySession(URI address, String cookie) {
    return open(HttpRequest.newBuilder(address).header("Cookie", cookie));
  }

  private static EventStream open(HttpRequest.Builder request) {
    request.header("Accept", "text/event-stream");
    try {
      return new EventStream(
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public int status() {
    return answer.statusCode();
  }

  public String header(String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /** What was told so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** With what id to come again. */
  public String lastEventId() {
    return lastEventId;
  }

  /** How many comments came. */
  public int comments() {
    return comments;
  }

  /** Whether the server has ended it. */
  public boolean isOver() {
    return over;
  }

  /** Loses the connection. */
  @Override
  public void close() {
    try {
      answer.body().close();
      reading.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      String id = "";
      String name = "message";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          lastEventId = id;
          if (!data.isEmpty()) events.add(new Event(id, name, data.toString()));
          name = "message";
          data.setLength(0);
        } else if (line.startsWith(":")) {
          comments++;
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        }
      }
    } catch (IOException e) {
      // The connection is lost.
    }
    over = true;
  }
}

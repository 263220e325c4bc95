package dev.slipway.live;

import dev.slipway.access.Principal;
import dev.slipway.access.Recognition;
import dev.slipway.base.Failure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers requests for {@code text/event-stream}. A handler calls {@link #tell}, which returns when
 * the stream is over. That blocks nothing but the request's own virtual thread: a stream holds
 * neither a database connection nor events that its reader has not taken yet. A reader who takes
 * nothing for as long as {@code server.tomcat.connection-timeout} is dropped, and catches up when
 * it comes again.
 */
@Component
@EnableConfigurationProperties(StreamLimits.class)
public class EventStreams implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

  private final List<Feed<?>> feeds;
  private final PlaceChanges changes;
  private final StreamLimits limits;
  private final Recognition recognition;
  private final JsonMapper json;
  private final OpenStreams open;
  private volatile boolean running;
  private volatile boolean stopping;

  EventStreams(
      List<Feed<?>> feeds,
      PlaceChanges changes,
      StreamLimits limits,
      Recognition recognition,
      JsonMapper json) {
    this.feeds = feeds;
    this.changes = changes;
    this.limits = limits;
    this.recognition = recognition;
    this.json = json;
    this.open = new OpenStreams(limits.streams(), limits.streamsPerCaller());
  }

  /**
   * Tells the caller of changes until one of the two goes away.
   *
   * @throws Failure.Invalid when {@code Last-Event-ID} is none that a stream has told
   * @throws Failure.Limited {@code too-many-streams}
   */
  public void tell(
      Telling<?> telling,
      Principal caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    tell(List.of(telling), caller, request, response);
  }

  /** The same, and beside it of all changes of other kinds that the caller may see. */
  public void tellBeside(
      Telling<?> telling,
      Principal caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    List<Telling<?>> all = new ArrayList<>(List.of(telling));
    for (Feed<?> feed : feeds) {
      if (feed != telling.feed()) all.add(feed.everything());
    }
    tell(all, caller, request, response);
  }

  private void tell(
      List<Telling<?>> tellings,
      Principal caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    OptionalLong last = lastEventId(request.getHeader("Last-Event-ID"));
    if (stopping) {
      throw new Failure.Unavailable("unavailable", "This process is shutting down; come again.");
    }
    if (request.getMethod().equals("HEAD")) {
      StreamWriter.begin(response);
      return;
    }
    open.enter(caller.name());
    List<Part<?>> parts = new ArrayList<>();
    for (Telling<?> telling : tellings) parts.add(new Part<>(telling, caller));
    parts.forEach(Part::join);
    try {
      long head = changes.head();
      boolean ahead = last.isPresent() && last.getAsLong() > head;
      long begin = ahead || parts.stream().noneMatch(Part::fromTheStart) ? head : 0;
      var stream =
          new OpenStream(
              parts,
              StreamWriter.begin(response),
              limits,
              json,
              new OpenStream.Reader(caller, recognition.of(request), () -> stopping));
      stream.run(ahead ? head : last.orElse(begin), ahead);
    } catch (IOException | DataAccessException | Failure.Unavailable e) {
      // The reader left or is too slow, or the database or the identity provider did not answer. A
      // reader who connects again misses nothing.
      LOG.debug("A stream of {} ended: {}", caller.name(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      parts.forEach(Part::leave);
      open.leave(caller.name());
    }
  }

  private static OptionalLong lastEventId(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!header.matches("[0-9]{1,18}")) {
      throw Failure.Invalid.field(
          "Last-Event-ID", "Last-Event-ID is not the id of an event of this stream.");
    }
    return OptionalLong.of(Long.parseLong(header));
  }

  /** How many streams are open. */
  int count() {
    return open.all();
  }

  @Override
  public void start() {
    stopping = false;
    running = true;
  }

  /** Ends the streams before the web server waits for its requests to end. */
  @Override
  public void stop() {
    stopping = true;
    feeds.forEach(Feed::wake);
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}

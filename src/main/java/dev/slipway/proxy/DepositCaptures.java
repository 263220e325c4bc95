package dev.slipway.proxy;

import dev.slipway.base.Ids;
import dev.slipway.base.Json;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Deposits;
import dev.slipway.traffic.Captured;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts captures into S3, many to an object, on a thread of its own. Holds little: while S3 does not
 * take them, those that come are turned away.
 */
final class DepositCaptures {

  private static final Logger LOG = LoggerFactory.getLogger(DepositCaptures.class);
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  /** What one endpoint may hold of it, so that a bucket that is not there stops no other. */
  private static final int MOST_OF_ONE = 4 * 1024 * 1024;

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd/HH").withZone(ZoneOffset.UTC);

  private final Function<CloudLocation, Deposits> deposits;
  private final Map<Place, File> open = new LinkedHashMap<>();
  private final Queue<File> closed = new ArrayDeque<>();
  private final Map<Place, Held> held = new HashMap<>();

  /** Held while S3 is called; captures are taken meanwhile. */
  private final Object depositing = new Object();

  private int heldInAll;
  private boolean failing;

  /**
   * @param deposits those of a location, with its environment's role; their calls may block and
   *     throw
   */
  DepositCaptures(Function<CloudLocation, Deposits> deposits) {
    this.deposits = deposits;
  }

  /** Where captures of an endpoint go. */
  private record Place(String prefix, String endpoint) {}

  /**
   * What is held for one.
   *
   * @param location as whom it is put there, as the latest capture says: roles come and go
   */
  private record Held(CloudLocation location, int bytes) {}

  /** What will be one object. It has its name from the start, so a second attempt replaces it. */
  private record File(Place place, String key, ByteArrayOutputStream lines) {

    String address() {
      String prefix = place.prefix;
      return (prefix.endsWith("/") ? prefix : prefix + "/") + key;
    }
  }

  /** A capture as a line of the object. */
  private record Line(
      Instant capturedAt,
      String endpoint,
      String requestId,
      String release,
      String variant,
      String caller,
      int status,
      double upstreamMs,
      @Nullable String requestType,
      @Nullable String request,
      @Nullable String answerType,
      @Nullable String answer) {}

  /** Takes a capture; false when there is no room. Waits for nobody's network. */
  synchronized boolean keep(CloudLocation location, String prefix, Captured capture) {
    var place = new Place(prefix, capture.endpoint());
    byte[] line = line(capture);
    Held before = held.get(place);
    int ofOne = before == null ? 0 : before.bytes;
    if (ofOne + line.length > MOST_OF_ONE || heldInAll + line.length > MOST_BYTES) {
      if (before != null) {
        held.put(place, new Held(location, ofOne));
      }
      return false;
    }
    held.put(place, new Held(location, ofOne + line.length));
    heldInAll += line.length;
    open.computeIfAbsent(place, _ -> newFile(place, capture.capturedAt())).lines.writeBytes(line);
    return true;
  }

  /**
   * Writes what has come. Blocks on S3, also while another thread writes; what S3 does not take is
   * tried again the next time.
   */
  void deposit() {
    synchronized (depositing) {
      int files = close();
      for (int i = 0; i < files; i++) {
        put(next());
      }
    }
  }

  private void put(File file) {
    try {
      deposits
          .apply(location(file.place))
          .put(file.address(), "application/x-ndjson", file.lines.toByteArray());
      written(file);
    } catch (RuntimeException e) {
      keepOn(file, e);
    }
  }

  private synchronized int close() {
    closed.addAll(open.values());
    open.clear();
    return closed.size();
  }

  private synchronized File next() {
    return closed.remove();
  }

  private synchronized CloudLocation location(Place place) {
    return Objects.requireNonNull(held.get(place)).location;
  }

  private synchronized void written(File file) {
    int size = file.lines.size();
    heldInAll -= size;
    held.computeIfPresent(
        file.place,
        (_, all) -> all.bytes == size ? null : new Held(all.location, all.bytes - size));
    failing = false;
  }

  private synchronized void keepOn(File file, RuntimeException failure) {
    closed.add(file);
    if (!failing) {
      LOG.warn("Captures cannot be put into {} yet", file.place.prefix, failure);
      failing = true;
    }
  }

  private static File newFile(Place place, Instant begun) {
    return new File(
        place,
        "%s/%s/%s.jsonl".formatted(place.endpoint, HOUR.format(begun), Ids.next()),
        new ByteArrayOutputStream());
  }

  private byte[] line(Captured capture) {
    var line =
        new Line(
            capture.capturedAt(),
            capture.endpoint(),
            capture.requestId(),
            capture.release(),
            capture.variant(),
            capture.caller(),
            capture.status(),
            capture.upstreamMs(),
            capture.requestType(),
            capture.request(),
            capture.answerType(),
            capture.answer());
    return (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}

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
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts captured predictions into S3, many to an object, on a thread of its own. It holds few of
 * them: while S3 takes none, new captures are turned away. Where S3 takes some, those that it takes
 * come before those that it does not.
 */
final class DepositCaptures {

  private static final Logger LOG = LoggerFactory.getLogger(DepositCaptures.class);
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  /**
   * How much of the room one place may hold, so that one whose bucket is missing does not take the
   * room of the others.
   */
  private static final int MOST_OF_ONE = 4 * 1024 * 1024;

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd/HH").withZone(ZoneOffset.UTC);

  private final Function<CloudLocation, Deposits> deposits;
  private final Map<Place, File> open = new LinkedHashMap<>();
  private final Queue<File> closed = new ArrayDeque<>();
  private final Map<Place, Held> held = new HashMap<>();

  /** The lock that is held while S3 is called. New captures are taken meanwhile. */
  private final Object depositing = new Object();

  /** The places of which S3 has not taken the latest object that was tried. */
  private final Set<Place> failing = new HashSet<>();

  private int heldInAll;

  /**
   * @param deposits gives the deposits of a location, as its environment's role; their calls may
   *     block and throw
   */
  DepositCaptures(Function<CloudLocation, Deposits> deposits) {
    this.deposits = deposits;
  }

  /** Where captures of an endpoint go. */
  private record Place(String prefix, String endpoint) {}

  /**
   * What is held for one place.
   *
   * @param location the account, region and role with which it is put there; the latest capture's,
   *     since roles come and go
   */
  private record Held(CloudLocation location, int bytes) {}

  /**
   * The content of one object to be. It has its key from the start, so a second attempt replaces
   * the object of the first.
   */
  private record File(Place place, String key, ByteArrayOutputStream lines) {

    /** How many captures it holds. A line of JSON has no line break within. */
    int captures() {
      int breaks = 0;
      for (byte at : lines.toByteArray()) {
        if (at == '\n') {
          breaks++;
        }
      }
      return breaks;
    }

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

  /**
   * Takes a capture, if there is room. Waits for nobody's network.
   *
   * @return how many captures are dropped: 0, or this one, or those that gave way to it
   */
  synchronized int keep(CloudLocation location, String prefix, Captured capture) {
    var place = new Place(prefix, capture.endpoint());
    byte[] line = line(capture);
    Held before = held.get(place);
    int ofOne = before == null ? 0 : before.bytes;
    int dropped = 0;
    if (ofOne + line.length <= MOST_OF_ONE && !failing.contains(place)) {
      dropped = makeRoom(line.length);
    }
    if (ofOne + line.length > MOST_OF_ONE || heldInAll + line.length > MOST_BYTES) {
      if (before != null) {
        held.put(place, new Held(location, ofOne));
      }
      return dropped + 1;
    }
    held.put(place, new Held(location, ofOne + line.length));
    heldInAll += line.length;
    open.computeIfAbsent(place, _ -> newFile(place, capture.capturedAt())).lines.writeBytes(line);
    return dropped;
  }

  /**
   * Drops the oldest objects that S3 did not take, until there is room for so many bytes: several
   * endpoints without a bucket would leave none to the others.
   */
  private int makeRoom(int bytes) {
    int dropped = 0;
    Iterator<File> oldest = closed.iterator();
    while (heldInAll + bytes > MOST_BYTES && oldest.hasNext()) {
      File file = oldest.next();
      if (failing.contains(file.place)) {
        oldest.remove();
        release(file);
        dropped += file.captures();
      }
    }
    return dropped;
  }

  /**
   * Writes the captures that have come. Blocks on S3, and while another thread writes. What S3 does
   * not take is tried again at the next call.
   */
  void deposit() {
    synchronized (depositing) {
      int files = close();
      Error defect = null;
      for (int i = 0; i < files; i++) {
        File file = next();
        if (file != null) {
          try {
            put(file);
          } catch (Error met) {
            // Told when the rest is done, or one place's defect would keep the others waiting.
            defect = met;
          }
        }
      }
      if (defect != null) {
        throw defect;
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
    } catch (Error defect) {
      // The object would be lost, and the room that it takes with it.
      keepOn(file, defect);
      throw defect;
    }
  }

  private synchronized int close() {
    closed.addAll(open.values());
    open.clear();
    return closed.size();
  }

  private synchronized @Nullable File next() {
    return closed.poll();
  }

  private synchronized CloudLocation location(Place place) {
    return Objects.requireNonNull(held.get(place)).location;
  }

  private synchronized void written(File file) {
    release(file);
    failing.remove(file.place);
  }

  private void release(File file) {
    int size = file.lines.size();
    heldInAll -= size;
    held.computeIfPresent(
        file.place,
        (_, all) -> all.bytes == size ? null : new Held(all.location, all.bytes - size));
  }

  private synchronized void keepOn(File file, Throwable failure) {
    closed.add(file);
    if (failing.add(file.place)) {
      LOG.warn(
          "Captures of {} cannot be put into {} yet",
          file.place.endpoint,
          file.place.prefix,
          failure);
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

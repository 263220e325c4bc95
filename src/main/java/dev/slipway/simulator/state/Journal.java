package dev.slipway.simulator.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON documents by kind and key, in memory or in an append-only file.
 *
 * <p>A put has reached the operating system when it returns, so it survives {@code kill -9} of the
 * process (not the loss of power). The file is rewritten without its past when it is opened and
 * whenever most of it is past. Documents are copied on the way in and must not be changed on the
 * way out. Safe for many threads.
 */
public final class Journal implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String FILE = "journal.jsonl";
  private static final int SLACK = 20_000;

  private final Map<String, Map<String, JsonNode>> documents = new LinkedHashMap<>();
  private final @Nullable Path file;

  /**
   * A stream, since a channel is closed under whoever writes to it when a thread is interrupted.
   */
  private @Nullable FileOutputStream log;

  private @Nullable FileChannel lock;
  private @Nullable InstantSource clock;
  private @Nullable Instant lastKnown;
  private int live;
  private int lines;

  private Journal(@Nullable Path file) {
    this.file = file;
  }

  /** A journal that forgets everything when the process ends. */
  public static Journal inMemory() {
    return new Journal(null);
  }

  /**
   * Opens, or begins, the journal in a directory.
   *
   * @param directory made when it is missing; only one process may have it open
   * @throws IllegalStateException when another process holds the directory
   */
  public static Journal open(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel lock = lock(directory);
      Journal journal = new Journal(directory.resolve(FILE));
      journal.lock = lock;
      journal.read();
      journal.compact();
      return journal;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the journal in " + directory, e);
    }
  }

  /** The lock goes with the process, whatever ends it. */
  private static FileChannel lock(Path directory) throws IOException {
    FileChannel lock =
        FileChannel.open(
            directory.resolve("journal.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return lock;
      }
    } catch (OverlappingFileLockException inThisProcess) {
      // told below
    }
    lock.close();
    throw new IllegalStateException("Another simulator has the directory " + directory + " open.");
  }

  /**
   * Marks every following line with the time, so that a restart knows when it was.
   *
   * @param clock AWS time
   */
  public synchronized void stamp(InstantSource clock) {
    this.clock = clock;
  }

  /** The latest time that a stamped line of this or an earlier process was marked with. */
  public synchronized Optional<Instant> lastKnown() {
    return Optional.ofNullable(lastKnown);
  }

  /** Notes the time although nothing happened. */
  public synchronized void tick() {
    append(null, null, null);
    compactWhenMostIsPast();
  }

  /** Keeps a document, in place of an earlier one of the same kind and key. */
  public synchronized void put(String kind, String key, JsonNode document) {
    JsonNode copy = document.deepCopy();
    append(kind, key, copy);
    remember(kind, key, copy);
    compactWhenMostIsPast();
  }

  /** Forgets a document; an unknown one is no error. */
  public synchronized void remove(String kind, String key) {
    Map<String, JsonNode> ofKind = documents.get(kind);
    if (ofKind == null || !ofKind.containsKey(key)) {
      return;
    }
    append(kind, key, null);
    forget(kind, key);
    compactWhenMostIsPast();
  }

  /** All documents of a kind by key, in the order in which their keys were first put. */
  public synchronized Map<String, JsonNode> all(String kind) {
    return new LinkedHashMap<>(documents.getOrDefault(kind, Map.of()));
  }

  /** The kinds that hold at least one document, sorted. */
  public synchronized Set<String> kinds() {
    Set<String> kinds = new TreeSet<>();
    documents.forEach((kind, ofKind) -> {
      if (!ofKind.isEmpty()) {
        kinds.add(kind);
      }
    });
    return kinds;
  }

  @Override
  public synchronized void close() {
    try {
      if (log != null) {
        log.close();
        log = null;
      }
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remember(String kind, String key, JsonNode document) {
    JsonNode before =
        documents.computeIfAbsent(kind, _ -> new LinkedHashMap<>()).put(key, document);
    if (before == null) {
      live++;
    }
  }

  private void forget(String kind, String key) {
    Map<String, JsonNode> ofKind = documents.get(kind);
    if (ofKind != null && ofKind.remove(key) != null) {
      live--;
    }
  }

  private byte[] line(@Nullable String kind, @Nullable String key, @Nullable JsonNode document) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    Instant now = clock == null ? lastKnown : clock.instant();
    if (now != null) {
      lastKnown = now;
      line.put("at", now.toString());
    }
    if (kind != null && key != null) {
      line.put("kind", kind).put("key", key);
    }
    if (document != null) {
      line.set("document", document);
    }
    return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void append(@Nullable String kind, @Nullable String key, @Nullable JsonNode document) {
    if (file == null) {
      return;
    }
    try {
      if (log == null) {
        throw new IllegalStateException("The journal is closed.");
      }
      log.write(line(kind, key, document));
      lines++;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + file, e);
    }
  }

  /** A last line that a killed process left half written is dropped: it was never answered. */
  private void read() throws IOException {
    if (file == null || !Files.exists(file)) {
      return;
    }
    try (var stored = Files.lines(file)) {
      stored.forEach(text -> {
        JsonNode line;
        try {
          line = JSON.readTree(text);
        } catch (JacksonException torn) {
          return;
        }
        JsonNode at = line.get("at");
        if (at != null && at.isString()) {
          lastKnown = Instant.parse(at.stringValue());
        }
        if (!line.has("kind")) {
          return;
        }
        String kind = line.path("kind").asString("");
        String key = line.path("key").asString("");
        JsonNode document = line.get("document");
        if (document == null) {
          forget(kind, key);
        } else {
          remember(kind, key, document);
        }
      });
    }
  }

  private void compactWhenMostIsPast() {
    if (file != null && lines > 4 * live + SLACK) {
      try {
        compact();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot rewrite " + file, e);
      }
    }
  }

  private void compact() throws IOException {
    if (file == null) {
      return;
    }
    Path fresh = file.resolveSibling(FILE + ".new");
    FileOutputStream next = new FileOutputStream(fresh.toFile());
    next.write(line(null, null, null));
    for (var kind : documents.entrySet()) {
      for (var entry : kind.getValue().entrySet()) {
        next.write(line(kind.getKey(), entry.getKey(), entry.getValue()));
      }
    }
    next.getFD().sync();
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (log != null) {
      log.close();
    }
    log = next;
    lines = live;
  }
}

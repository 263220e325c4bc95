package dev.slipway.simulator.logs;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.time.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps all logs in a file. At each minute of AWS time, and on close, it appends what was written
 * since; a process that is killed loses that. The file is rewritten with what is kept when it is
 * opened and whenever it has doubled since.
 */
public final class LogsFile implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String FILE = "logs.jsonl";
  private static final long SLACK = 4 << 20;

  private final Logs logs;
  private final Path file;
  private long rewriteAt;

  private LogsFile(Logs logs, Path file) throws IOException {
    this.logs = logs;
    this.file = file;
    read();
    rewrite();
  }

  /** Brings back what a directory's file holds, and keeps it from now on. */
  public static LogsFile keep(Logs logs, Path directory, Timeline timeline) {
    try {
      Files.createDirectories(directory);
      LogsFile kept = new LogsFile(logs, directory.resolve(FILE));
      logs.save();
      timeline.every(Duration.ofMinutes(1), "logs are written", _ -> kept.write());
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep logs in " + directory, e);
    }
  }

  /** Appends what was written since. */
  synchronized void write() {
    try {
      List<Logs.Written> fresh = logs.takeUnsaved();
      if (fresh.isEmpty()) {
        return;
      }
      Files.writeString(file, text(fresh), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
      if (Files.size(file) > rewriteAt) {
        rewrite();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + file, e);
    }
  }

  @Override
  public void close() {
    write();
  }

  private void rewrite() throws IOException {
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.writeString(fresh, text(logs.all()), StandardCharsets.UTF_8);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    rewriteAt = 2 * Files.size(file) + SLACK;
  }

  private static String text(List<Logs.Written> lines) {
    StringBuilder text = new StringBuilder();
    for (Logs.Written line : lines) {
      ObjectNode json = JSON.createObjectNode();
      json.put("account", line.scope().account())
          .put("region", line.scope().region())
          .put("group", line.group())
          .put("stream", line.stream())
          .put("at", line.at().toString())
          .put("message", line.message());
      text.append(json).append('\n');
    }
    return text.toString();
  }

  /** A last line that a killed process left half written is dropped. */
  private void read() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    for (String line : Files.readAllLines(file)) {
      JsonNode json;
      try {
        json = JSON.readTree(line);
      } catch (JacksonException torn) {
        continue;
      }
      logs.put(
          new Logs.Written(
              new Scope(json.path("account").asString(""), json.path("region").asString("")),
              json.path("group").asString(""),
              json.path("stream").asString(""),
              Instant.parse(json.path("at").asString("")),
              json.path("message").asString("")));
    }
  }
}

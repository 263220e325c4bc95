package dev.slipway.simulator.logs;

import dev.slipway.simulator.account.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Log groups and their streams, made by the first line that is written to them. Bounded: of a group
 * the newest streams are kept, of a stream the newest lines.
 */
public final class Logs {

  private static final int STREAMS = 200;

  /** A line that came in. */
  record Written(Scope scope, String group, String stream, Instant at, String message) {}

  /** A group's streams by name, oldest first. */
  static final class Group {
    private final Scope scope;
    private final String name;
    private final Instant created;
    private final Map<String, LogStream> streams = new LinkedHashMap<>();

    Group(Scope scope, String name, Instant created) {
      this.scope = scope;
      this.name = name;
      this.created = created;
    }

    String name() {
      return name;
    }

    Instant created() {
      return created;
    }

    String arn() {
      return scope.arn("logs", "log-group:" + name);
    }

    synchronized LogStream stream(String wanted, Instant now) {
      LogStream known = streams.get(wanted);
      if (known != null) {
        return known;
      }
      LogStream fresh = new LogStream(wanted, now);
      streams.put(wanted, fresh);
      if (streams.size() > STREAMS) {
        streams.remove(streams.keySet().iterator().next());
      }
      return fresh;
    }

    synchronized Optional<LogStream> find(String wanted) {
      return Optional.ofNullable(streams.get(wanted));
    }

    synchronized Collection<LogStream> all() {
      return List.copyOf(streams.values());
    }
  }

  private final Map<String, Group> groups = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<Written> unsaved = new ConcurrentLinkedQueue<>();
  private volatile boolean saving;

  /** Writes a line. */
  public void write(Scope scope, String group, String stream, Instant at, String message) {
    Written written = new Written(scope, group, stream, at, message);
    put(written);
    if (saving) {
      unsaved.add(written);
    }
  }

  void put(Written written) {
    var _ =
        groups
            .computeIfAbsent(
                written.scope().key(written.group()),
                _ -> new Group(written.scope(), written.group(), written.at()))
            .stream(written.stream(), written.at())
            .add(written.at(), written.message());
  }

  Optional<Group> group(Scope scope, String name) {
    return Optional.ofNullable(groups.get(scope.key(name)));
  }

  /** The groups of a scope by name. */
  List<Group> groups(Scope scope) {
    return groups.values().stream().filter(group -> group.scope.equals(scope)).toList();
  }

  /** From now on what is written is also handed out to be saved. */
  void save() {
    saving = true;
  }

  /** What was written since the last time. */
  List<Written> takeUnsaved() {
    List<Written> all = new ArrayList<>();
    for (Written one = unsaved.poll(); one != null; one = unsaved.poll()) {
      all.add(one);
    }
    return all;
  }

  /** All that is kept, stream by stream. */
  List<Written> all() {
    List<Written> all = new ArrayList<>();
    for (Group group : groups.values()) {
      for (LogStream stream : group.all()) {
        for (LogStream.Line line : stream.lines()) {
          all.add(new Written(group.scope, group.name, stream.name(), line.at(), line.message()));
        }
      }
    }
    return all;
  }
}

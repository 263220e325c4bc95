package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.time.Timeline;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps all metrics in a file, so that alarms and charts find their past after a restart. At each
 * minute of AWS time, and on close, it appends the periods that changed; a later record of a period
 * stands for an earlier one. A process that is killed loses what came since the last minute.
 *
 * <p>The file is bounded as the rings are: it is rewritten with what they hold when it is opened
 * and whenever it has doubled since.
 */
public final class MetricsFile implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(MetricsFile.class.getName());
  private static final String FILE = "metrics.bin";
  private static final int SERIES = 'K';
  private static final int PERIOD = 'Q';
  private static final int OLDER_PERIOD = 'P';
  private static final long SLACK = 4 << 20;

  private final Metrics metrics;
  private final Path file;
  private final Map<MetricKey, Integer> ids = new HashMap<>();
  private DataOutputStream out;
  private long rewriteAt;
  private boolean closed;

  private MetricsFile(Metrics metrics, Path file) throws IOException {
    this.metrics = metrics;
    this.file = file;
    read();
    this.out = rewritten();
  }

  /** Brings back what a directory's file holds, and keeps it from now on. */
  public static MetricsFile keep(Metrics metrics, Path directory, Timeline timeline) {
    try {
      Files.createDirectories(directory);
      MetricsFile kept = new MetricsFile(metrics, directory.resolve(FILE));
      timeline.every(Duration.ofMinutes(1), "metrics are written", _ -> kept.write());
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep metrics in " + directory, e);
    }
  }

  /** Appends what has changed. */
  synchronized void write() {
    if (closed) {
      return;
    }
    try {
      metrics.forEach((key, series) -> series.takeChanged(records(out, key)));
      out.flush();
      if (Files.size(file) > rewriteAt) {
        out.close();
        out = rewritten();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + file, e);
    }
  }

  @Override
  public synchronized void close() {
    write();
    closed = true;
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DataOutputStream rewritten() throws IOException {
    ids.clear();
    Path fresh = file.resolveSibling(FILE + ".new");
    try (DataOutputStream to =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
      metrics.forEach((key, series) -> series.all(records(to, key)));
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    rewriteAt = 2 * Files.size(file) + SLACK;
    return new DataOutputStream(
        new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND)));
  }

  private Series.Periods records(DataOutputStream to, MetricKey key) {
    return (seconds, start, stats) -> {
      try {
        int id = id(to, key);
        to.writeByte(PERIOD);
        Varint.write(id, to);
        Varint.write(seconds, to);
        Varint.write(start, to);
        PackedStats.write(stats, true, to);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write to " + file, e);
      }
    };
  }

  private int id(DataOutputStream to, MetricKey key) throws IOException {
    Integer known = ids.get(key);
    if (known != null) {
      return known;
    }
    int id = ids.size();
    ids.put(key, id);
    to.writeByte(SERIES);
    to.writeUTF(key.scope().account());
    to.writeUTF(key.scope().region());
    to.writeUTF(key.namespace());
    to.writeUTF(key.name());
    to.writeInt(key.dimensions().size());
    for (Map.Entry<String, String> dimension : key.dimensions().entrySet()) {
      to.writeUTF(dimension.getKey());
      to.writeUTF(dimension.getValue());
    }
    return id;
  }

  /** Reads up to the end, or to the record that a killed process left half written. */
  private void read() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    List<Series> known = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int kind = in.read(); kind >= 0; kind = in.read()) {
        switch (kind) {
          case SERIES -> known.add(metrics.series(key(in)));
          case PERIOD ->
              known
                  .get((int) Varint.read(in))
                  .restore((int) Varint.read(in), Varint.read(in), PackedStats.read(in));
          case OLDER_PERIOD ->
              known.get(in.readInt()).restore(in.readInt(), in.readLong(), Stats.readOlder(in));
          default -> throw new IOException("There is no record " + kind + ".");
        }
      }
    } catch (EOFException torn) {
      LOG.log(System.Logger.Level.DEBUG, "the last record of {0} is torn", file);
    } catch (IOException | IndexOutOfBoundsException e) {
      LOG.log(System.Logger.Level.WARNING, "metrics in " + file + " end early", e);
    }
  }

  private static MetricKey key(DataInputStream in) throws IOException {
    Scope scope = new Scope(in.readUTF(), in.readUTF());
    String namespace = in.readUTF();
    String name = in.readUTF();
    Map<String, String> dimensions = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      dimensions.put(in.readUTF(), in.readUTF());
    }
    return new MetricKey(scope, namespace, name, dimensions);
  }
}

package dev.slipway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much memory another process holds, in megabytes. */
final class Memory {

  private static final double MEGABYTE = 1 << 20;

  private Memory() {}

  /** What a JVM's objects take after a full collection, which this makes. */
  static double live(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines = jcmd.inputReader().lines().toList();
    jcmd.waitFor();
    return lines.stream()
        .filter(line -> line.startsWith("Total "))
        .mapToDouble(line -> Double.parseDouble(line.trim().split("\\s+")[2]) / MEGABYTE)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(String.join("\n", lines)));
  }

  /** What the process has in memory, where the system tells; 0 elsewhere. */
  static double resident(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}

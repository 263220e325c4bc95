import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds or tests the dashboard with the installed Node, unless it was built or tested from the
 * very same sources before. Run by the build: {@code build|test, the project's folder, skip}.
 * Without Node it says how to get the dashboard, and the build goes on.
 *
 * <p>The build asks twice: first in the background, while a compiler is at work, and then to have
 * the outcome. The second waits for the first and finds the work done, or does it over and fails.
 */
class Frontend {

  public static void main(String[] arguments) throws Exception {
    String task = arguments[0];
    Path project = Path.of(arguments[1]);
    boolean skip = arguments.length > 2 && !arguments[2].isEmpty() && !arguments[2].equals("false");
    Path sources = project.resolve("src/main/frontend");
    if (skip) {
      System.out.println("[dashboard] skipped (-DskipUi)");
      return;
    }
    Path lock = project.resolve("target/frontend.lock");
    try (FileChannel file = FileChannel.open(lock, CREATE, WRITE)) {
      file.lock();
      unlessDone(task, project, sources);
    }
  }

  private static void unlessDone(String task, Path project, Path sources) throws Exception {
    Path built = project.resolve("target/classes/dashboard/index.html");
    Path stamp = project.resolve("target/frontend-" + task + ".sha256");
    String now = digest(project, sources);
    boolean done = Files.exists(stamp) && Files.readString(stamp).equals(now);
    if (done && (task.equals("test") || Files.exists(built))) {
      System.out.println("[dashboard] " + task + ": done");
      return;
    }
    String npm = npm();
    if (npm == null) {
      System.out.println(
          "[dashboard] Node 20.19 or later was not found: this build has no dashboard. Install it"
              + " (https://nodejs.org) and build again.");
      return;
    }
    install(npm, project, sources);
    run(sources, npm, "run", "--silent", task);
    Files.writeString(stamp, now);
  }

  /** Installs what the lock file names, unless that was done before. */
  private static void install(String npm, Path project, Path sources) throws Exception {
    Path lock = sources.resolve("package-lock.json");
    Path kept = sources.resolve("node_modules/.slipway-lock.json");
    if (Files.exists(kept) && Files.mismatch(kept, lock) < 0) return;
    run(sources, npm, "ci", "--no-audit", "--no-fund");
    Files.copy(lock, kept, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static String npm() throws InterruptedException {
    String name = System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
    try {
      Process node = new ProcessBuilder("node", "--version").start();
      String version = new String(node.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      String[] parts = version.strip().replaceFirst("^v", "").split("\\.");
      int major = Integer.parseInt(parts[0]);
      int minor = Integer.parseInt(parts[1]);
      return node.waitFor() == 0 && (major > 20 || major == 20 && minor >= 19) ? name : null;
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException absent) {
      return null;
    }
  }

  private static void run(Path folder, String... command) throws Exception {
    int code = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
    if (code != 0) {
      System.err.println("[dashboard] failed: " + String.join(" ", command));
      System.exit(1);
    }
  }

  /** Over every file that the dashboard is made from, names and contents. */
  private static String digest(Path project, Path sources) throws Exception {
    List<Path> files = new ArrayList<>(List.of(project.resolve("openapi.yaml")));
    try (Stream<Path> all = Files.walk(sources)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(sources.resolve("node_modules")))
          .filter(file -> !file.getFileName().toString().equals("schema.gen.ts"))
          .sorted()
          .forEach(files::add);
    }
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (Path file : files) {
      sha.update(project.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      sha.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(sha.digest());
  }
}

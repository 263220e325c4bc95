package dev.slipway.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This JVM's class path with its directories packed into jars: a JVM can share its loaded classes
 * with the next one only when they come from jars. A jar is made again when something in its
 * directory is newer.
 */
final class PackedClasses {

  private static final Path JARS = Path.of("target", "child-jvm").toAbsolutePath();

  /** The class path for children; computed once. */
  static final String PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .map(entry -> Files.isDirectory(entry) ? packed(entry) : entry)
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));

  private PackedClasses() {}

  /** Where a program's shared classes lie, once it has ended by itself for the first time. */
  static Path archive(Class<?> main) {
    return JARS.resolve(main.getName() + ".jsa");
  }

  private static Path packed(Path directory) {
    Path jar = JARS.resolve(directory.getFileName() + ".jar");
    try {
      Files.createDirectories(JARS);
      List<Path> files;
      try (var tree = Files.walk(directory)) {
        files = tree.filter(file -> !file.equals(directory)).sorted().toList();
      }
      FileTime newest =
          files.stream()
              .map(PackedClasses::modified)
              .max(Comparator.naturalOrder())
              .orElse(FileTime.fromMillis(0));
      if (!Files.exists(jar) || Files.getLastModifiedTime(jar).compareTo(newest) < 0) {
        Path made = Files.createTempFile(JARS, "packing-", ".jar");
        pack(directory, files, made);
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Directories get entries too: class path scanning looks for them. */
  private static void pack(Path directory, List<Path> files, Path jar) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(1);
      for (Path file : files) {
        String name = directory.relativize(file).toString().replace(File.separatorChar, '/');
        boolean folder = Files.isDirectory(file);
        out.putNextEntry(new JarEntry(folder ? name + "/" : name));
        if (!folder) Files.copy(file, out);
        out.closeEntry();
      }
    }
  }
}

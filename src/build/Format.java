import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks or mends the formatting of every Java file below a folder. Run by the build. */
class Format {

  public static void main(String[] arguments) throws Exception {
    boolean apply = arguments[0].equals("apply");
    List<Path> sources;
    try (var files = Files.walk(Path.of(arguments[1]))) {
      sources = files.filter(Format::isJava).toList();
    }
    List<Path> unformatted = sources.parallelStream().filter(file -> departs(file, apply)).toList();
    if (!apply && !unformatted.isEmpty()) {
      unformatted.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("Mend with: mvn process-sources -Dformat=apply");
      System.exit(1);
    }
  }

  private static boolean departs(Path file, boolean apply) {
    try {
      String before = Files.readString(file);
      String after = new Formatter().formatSourceAndFixImports(before);
      if (after.equals(before)) return false;
      if (apply) Files.writeString(file, after);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatterException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private static boolean isJava(Path file) {
    return file.toString().endsWith(".java") && !file.toString().contains("node_modules");
  }
}

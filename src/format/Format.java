import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks or mends the formatting of every Java file below a folder. Run by the build. */
class Format {

  public static void main(String[] arguments) throws Exception {
    boolean apply = arguments[0].equals("apply");
    List<Path> unformatted = new ArrayList<>();
    try (var files = Files.walk(Path.of(arguments[1]))) {
      for (Path file : (Iterable<Path>) files.filter(Format::isJava)::iterator) {
        String before = Files.readString(file);
        String after = new Formatter().formatSourceAndFixImports(before);
        if (!after.equals(before)) {
          unformatted.add(file);
          if (apply) Files.writeString(file, after);
        }
      }
    }
    if (!apply && !unformatted.isEmpty()) {
      unformatted.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("Mend with: mvn process-sources -Dformat=apply");
      System.exit(1);
    }
  }

  private static boolean isJava(Path file) {
    return file.toString().endsWith(".java") && !file.toString().contains("node_modules");
  }
}

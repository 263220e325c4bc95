package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The table of {@code docs/roles.md}: what every operation needs. */
public final class RoleTable {

  private static final Pattern ROW =
      Pattern.compile("\\| `([A-Z]+) (\\S+)` \\| ([^|]+) \\| ([^|]+) \\|");

  private static final Pattern OPEN_PATH = Pattern.compile("(?m)^- `(/[^`]*)`");

  /** What the page says that anybody may read. */
  public static final List<String> OPEN =
      OPEN_PATH.matcher(page()).results().map(path -> path.group(1)).toList();

  /** Its rows, in their order. */
  public static final List<Row> ROWS = rows();

  private RoleTable() {}

  /**
   * A row.
   *
   * @param role the role in lower case; {@code none} where being known is enough
   * @param in where the caller must have it, in words
   */
  public record Row(String method, String path, String role, String in) {

    /** Method and path as the contract has them. */
    public String operation() {
      return method + " " + path;
    }
  }

  private static List<Row> rows() {
    return ROW.matcher(page())
        .results()
        .map(row -> new Row(row.group(1), row.group(2), row.group(3), row.group(4)))
        .toList();
  }

  private static String page() {
    try {
      return Files.readString(Path.of("docs/roles.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.slipway.cli;

/** How answers are written: for people, or as the API's own documents. */
enum Format {
  TABLE,
  JSON;

  @Override
  public String toString() {
    return switch (this) {
      case TABLE -> "table";
      case JSON -> "json";
    };
  }
}

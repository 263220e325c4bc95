package dev.slipway.web;

import java.util.regex.Pattern;

/** Builds the pages that need no token: plain documents with one style sheet and no script. */
final class Html {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");
  private static final Pattern LINK =
      Pattern.compile("\\[([^\\]]+)\\]\\((/[^)\\s]*|https://[^)\\s]+)\\)");

  /** Another problem's page. */
  private static final Pattern PROBLEM = Pattern.compile("\\[([^\\]]+)\\]\\(([a-z0-9-]+)\\.md\\)");

  /** A page that only the sources have. */
  private static final Pattern SOURCE =
      Pattern.compile("\\[([^\\]]+)\\]\\(\\.\\./([^)#\\s]+)(?:#[^)\\s]*)?\\)");

  private Html() {}

  /** A whole document. */
  static String page(String title, String body) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <link rel="stylesheet" href="/docs/slipway.css">
    </head>
    <body>
    <header><a href="/">Slipway</a><nav><a href="/docs">API</a><a href="/problems">Problems</a><a href="/openapi.yaml">openapi.yaml</a></nav></header>
    <main>
    %s
    </main>
    </body>
    </html>
    """
        .formatted(escape(title), body);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The little Markdown that our texts use: headings, paragraphs, lists, code, links, strong. */
  static String markdown(String text) {
    var html = new StringBuilder();
    String open = "";
    boolean code = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith("```")) {
        html.append(close(open)).append(code ? "</code></pre>\n" : "<pre><code>");
        open = "";
        code = !code;
      } else if (code) {
        html.append(escape(line)).append('\n');
      } else if (line.isBlank()) {
        html.append(close(open));
        open = "";
      } else if (line.startsWith("#")) {
        int level = Math.min(line.length() - line.replaceFirst("^#+", "").length(), 6);
        html.append(close(open))
            .append(
                "<h%d>%s</h%d>%n".formatted(level, inline(line.substring(level).strip()), level));
        open = "";
      } else if (line.startsWith("- ")) {
        html.append(open.equals("ul") ? "</li>\n" : close(open) + "<ul>");
        html.append("<li>").append(inline(line.substring(2)));
        open = "ul";
      } else {
        html.append(open.isEmpty() ? "<p>" : "\n").append(inline(line.strip()));
        open = open.isEmpty() ? "p" : open;
      }
    }
    return html.append(close(open)).append(code ? "</code></pre>" : "").toString();
  }

  private static String close(String open) {
    return switch (open) {
      case "p" -> "</p>\n";
      case "ul" -> "</li></ul>\n";
      default -> "";
    };
  }

  private static String inline(String text) {
    String html = CODE.matcher(escape(text)).replaceAll("<code>$1</code>");
    html = STRONG.matcher(html).replaceAll("<strong>$1</strong>");
    html = PROBLEM.matcher(html).replaceAll("<a href=\"/problems/$2\">$1</a>");
    html = SOURCE.matcher(html).replaceAll("$1 (<code>docs/$2</code>)");
    return LINK.matcher(html).replaceAll("<a href=\"$2\">$1</a>");
  }
}

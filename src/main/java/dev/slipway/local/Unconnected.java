package dev.slipway.local;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;

/** What it means that a database did not let this process in. */
enum Unconnected {
  /** It is not there, is starting or stopping, or has no connection left: all of that passes. */
  FOR_NOW,
  /** It does not take the user, or the password. */
  LOGIN,
  /** There is none of that name. */
  DATABASE,
  /** It does not take how it is asked: with a parameter that it does not know, or without TLS. */
  MANNER,
  /** Anything else, which a minute does not mend. */
  OTHERWISE;

  /**
   * PostgreSQL's codes (Appendix A of its manual) of a server that is starting or stopping, or has
   * no connection left.
   */
  private static final Set<String> PASSING = Set.of("57P01", "57P02", "57P03", "53300");

  /**
   * The driver's code of a server that wants a password, or a kind of login, that it was not given;
   * or has no TLS where the URL wants it.
   */
  private static final String REJECTED = "08004";

  private static final String NO_DATABASE = "3D000";

  /**
   * PgBouncer's code for all that it says itself (its src/proto.c), be it that it has no connection
   * left or that it does not know the user: only the text tells. With this code it also repeats why
   * its own last login failed ("server login has been failing, cached error: …"), and before
   * version 1.20 whatever the server had answered.
   */
  private static final String OF_A_POOLER = "08P01";

  private static final Pattern NO_SUCH_LOGIN =
      Pattern.compile(
          "no such user|auth(entication)? failed|login rejected|not permitted to log in"
              + "|wrong password type|no username supplied|(username|password) too long"
              + "|empty password|role \".*\" does not exist|no pg_hba\\.conf entry",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NO_SUCH_DATABASE =
      Pattern.compile("no such database|database \".*\" does not exist", Pattern.CASE_INSENSITIVE);
  private static final Pattern NO_SUCH_MANNER =
      Pattern.compile(
          "unsupported .*startup parameter|(SSL|TLS) required", Pattern.CASE_INSENSITIVE);

  /** What a failed attempt to connect means. */
  static Unconnected by(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String said = String.valueOf(e.getMessage());
    if (state.equals(OF_A_POOLER)) return byText(said);
    if (state.equals(REJECTED)) return said.contains("SSL") ? MANNER : LOGIN;
    if (state.startsWith("28")) return LOGIN;
    if (state.equals(NO_DATABASE)) return DATABASE;
    return state.startsWith("08") || PASSING.contains(state) ? FOR_NOW : OTHERWISE;
  }

  private static Unconnected byText(String said) {
    if (NO_SUCH_LOGIN.matcher(said).find()) return LOGIN;
    if (NO_SUCH_DATABASE.matcher(said).find()) return DATABASE;
    return NO_SUCH_MANNER.matcher(said).find() ? MANNER : FOR_NOW;
  }
}

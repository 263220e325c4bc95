package dev.slipway.simulator.sts;

import dev.slipway.base.Ids;
import dev.slipway.simulator.state.Journal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Access keys that were handed out for roles, and the account that every key belongs to. Handed-out
 * keys go on working after they expire: a client compares their expiration with its own clock,
 * which can be slower than AWS time here.
 */
public final class Sessions {

  private static final String KIND = "sts.session";
  private static final int KEPT = 10_000;

  /** An assumed role. */
  public record Session(String account, String role, String name, String roleId) {

    /** The ARN that the caller goes by. */
    public String arn() {
      return "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + name;
    }
  }

  private final Journal journal;
  private final String defaultAccount;
  private final Map<String, Session> byKey = new LinkedHashMap<>();

  /**
   * @param defaultAccount the account of every key that nothing else is known of
   */
  public Sessions(Journal journal, String defaultAccount) {
    this.journal = journal;
    this.defaultAccount = defaultAccount;
    journal
        .all(KIND)
        .forEach((key, document) ->
            byKey.put(
                key,
                new Session(
                    document.path("account").asString(""),
                    document.path("role").asString(""),
                    document.path("name").asString(""),
                    document.path("roleId").asString(""))));
  }

  /**
   * The account that a key belongs to: the assumed role's, the account that the key names if it is
   * twelve digits, or else the default account.
   */
  public synchronized String accountOf(String accessKeyId) {
    Session session = byKey.get(accessKeyId);
    if (session != null) {
      return session.account();
    }
    return accessKeyId.matches("\\d{12}") ? accessKeyId : defaultAccount;
  }

  /** The role that a key was handed out for; empty for every other key. */
  public synchronized Optional<Session> of(String accessKeyId) {
    return Optional.ofNullable(byKey.get(accessKeyId));
  }

  /** A new key for a session. */
  synchronized String open(Session session) {
    String key = "ASIA" + token(16);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document
        .put("account", session.account())
        .put("role", session.role())
        .put("name", session.name())
        .put("roleId", session.roleId());
    journal.put(KIND, key, document);
    byKey.put(key, session);
    if (byKey.size() > KEPT) {
      String oldest = byKey.keySet().iterator().next();
      byKey.remove(oldest);
      journal.remove(KIND, oldest);
    }
    return key;
  }

  static String token(int length) {
    String hex = Ids.next().toString().replace("-", "").toUpperCase(Locale.ROOT);
    return hex.substring(hex.length() - length);
  }
}

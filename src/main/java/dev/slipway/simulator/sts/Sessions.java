package dev.slipway.simulator.sts;

import dev.slipway.base.Ids;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.AccessKeys;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Access keys that were handed out for roles, and the account that every key belongs to. A
 * handed-out key needs its session token. It goes on working after it has expired: a client
 * compares its expiration with its own clock, which can be slower than AWS time here.
 */
public final class Sessions implements AccessKeys {

  private static final String KIND = "sts.session";
  private static final int KEPT = 10_000;

  /** An assumed role. */
  public record Session(String account, String role, String name, String roleId) {

    /** The ARN that the caller goes by. */
    public String arn() {
      return "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + name;
    }
  }

  /**
   * What a key was handed out for.
   *
   * @param token that goes with it; empty for keys of before tokens were kept
   * @param until in AWS time
   */
  private record HandedOut(Session session, String token, Instant until) {

    static HandedOut fromJson(JsonNode document) {
      return new HandedOut(
          new Session(
              document.path("account").asString(""),
              document.path("role").asString(""),
              document.path("name").asString(""),
              document.path("roleId").asString("")),
          document.path("token").asString(""),
          Instant.parse(document.path("until").asString(Instant.EPOCH.toString())));
    }

    ObjectNode toJson() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("account", session.account())
          .put("role", session.role())
          .put("name", session.name())
          .put("roleId", session.roleId())
          .put("token", token)
          .put("until", until.toString());
    }
  }

  private final Journal journal;
  private final String defaultAccount;
  private final Map<String, HandedOut> byKey = new LinkedHashMap<>();

  /**
   * @param defaultAccount the account of every key that nothing else is known of
   */
  public Sessions(Journal journal, String defaultAccount) {
    this.journal = journal;
    this.defaultAccount = defaultAccount;
    journal.all(KIND).forEach((key, document) -> byKey.put(key, HandedOut.fromJson(document)));
  }

  /**
   * The account that a key belongs to: the assumed role's, the account that the key names if it is
   * twelve digits, or else the default account.
   */
  @Override
  public synchronized String accountOf(String accessKeyId) {
    HandedOut known = byKey.get(accessKeyId);
    if (known != null) {
      return known.session().account();
    }
    return accessKeyId.matches("\\d{12}") ? accessKeyId : defaultAccount;
  }

  /** Whether the token is the one that was handed out with the key; of other keys none is asked. */
  @Override
  public synchronized boolean mayBeUsed(String accessKeyId, @Nullable String token) {
    HandedOut known = byKey.get(accessKeyId);
    return known == null || known.token().isEmpty() || known.token().equals(token);
  }

  /** The role that a key was handed out for; empty for every other key. */
  public synchronized Optional<Session> of(String accessKeyId) {
    return Optional.ofNullable(byKey.get(accessKeyId)).map(HandedOut::session);
  }

  /** A new key for a session. */
  synchronized String open(Session session, String token, Instant now, Instant until) {
    String key = "ASIA" + token(16);
    HandedOut handedOut = new HandedOut(session, token, until);
    journal.put(KIND, key, handedOut.toJson());
    byKey.put(key, handedOut);
    if (byKey.size() > KEPT) {
      dropOver(now);
    }
    return key;
  }

  /**
   * Drops the oldest that are over, no more than are too many: an expired key may be in use yet.
   * One that is not over stays, however many there are: its key would be anybody's.
   */
  private void dropOver(Instant now) {
    Iterator<Map.Entry<String, HandedOut>> oldest = byKey.entrySet().iterator();
    while (byKey.size() > KEPT && oldest.hasNext()) {
      Map.Entry<String, HandedOut> entry = oldest.next();
      if (!entry.getValue().until().isBefore(now)) continue;
      journal.remove(KIND, entry.getKey());
      oldest.remove();
    }
  }

  static String token(int length) {
    String hex = Ids.next().toString().replace("-", "").toUpperCase(Locale.ROOT);
    return hex.substring(hex.length() - length);
  }
}

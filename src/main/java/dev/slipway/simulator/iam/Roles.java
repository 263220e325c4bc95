package dev.slipway.simulator.iam;

import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.ServiceException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The roles of all accounts. Names are unique in an account whatever their case. */
public final class Roles {

  private static final String KIND = "iam.role";

  private final Journal journal;
  private final Map<String, StoredRole> roles = new TreeMap<>();

  public Roles(Journal journal) {
    this.journal = journal;
    journal.all(KIND).forEach((key, document) -> roles.put(key, StoredRole.fromJson(document)));
  }

  /** The trust policy of a role, or empty when there is no such role. */
  public synchronized Optional<TrustPolicy> trust(String account, String name) {
    return Optional.ofNullable(roles.get(key(account, name)))
        .map(stored -> new TrustPolicy(stored.role().assumeRolePolicyDocument()));
  }

  /** The longest session of a role in seconds; 3600 when it says nothing. */
  public synchronized int longestSession(String account, String name) {
    StoredRole stored = roles.get(key(account, name));
    Integer longest = stored == null ? null : stored.role().maxSessionDuration();
    return longest == null ? 3600 : longest;
  }

  synchronized Optional<StoredRole> find(String account, String name) {
    return Optional.ofNullable(roles.get(key(account, name)));
  }

  /** A role's ARN, path included; the plainest one where there is no such role. */
  public synchronized String arn(String account, String name) {
    return find(account, name)
        .map(stored -> stored.role().arn())
        .orElse("arn:aws:iam::" + account + ":role/" + name);
  }

  /** A role's unique id; empty when there is no such role. */
  public synchronized Optional<String> id(String account, String name) {
    return find(account, name).map(stored -> stored.role().roleId());
  }

  synchronized void add(String account, StoredRole role) {
    String name = role.role().roleName();
    if (roles.containsKey(key(account, name))) {
      throw new ServiceException(
          409, "EntityAlreadyExists", "Role with name " + name + " already exists.");
    }
    keep(account, role);
  }

  synchronized StoredRole get(String account, String name) {
    StoredRole stored = roles.get(key(account, name));
    if (stored == null) {
      throw new ServiceException(
          404, "NoSuchEntity", "The role with name " + name + " cannot be found.");
    }
    return stored;
  }

  synchronized StoredRole change(String account, String name, UnaryOperator<StoredRole> change) {
    StoredRole changed = change.apply(get(account, name));
    keep(account, changed);
    return changed;
  }

  synchronized void remove(String account, String name) {
    StoredRole stored = get(account, name);
    if (!stored.attached().isEmpty()) {
      throw new ServiceException(
          409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
    }
    if (!stored.inline().isEmpty()) {
      throw new ServiceException(
          409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
    }
    roles.remove(key(account, name));
    journal.remove(KIND, key(account, name));
  }

  synchronized Collection<StoredRole> of(String account) {
    return roles.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(account + "/"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private void keep(String account, StoredRole role) {
    String key = key(account, role.role().roleName());
    journal.put(KIND, key, role.toJson());
    roles.put(key, role);
  }

  private static String key(String account, String name) {
    return account + "/" + name.toLowerCase(Locale.ROOT);
  }
}

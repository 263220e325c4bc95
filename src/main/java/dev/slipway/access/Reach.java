package dev.slipway.access;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The environments in which a caller may do something. Lists are narrowed to these.
 *
 * @param everywhere whether these are all environments, those included that do not exist yet; the
 *     names are empty then
 * @param environments the names of the environments
 */
public record Reach(boolean everywhere, Set<String> environments) {

  /** All environments. */
  public static final Reach EVERYWHERE = new Reach(true, Set.of());

  public Reach {
    environments = Collections.unmodifiableSortedSet(new TreeSet<>(environments));
  }

  /** Whether the environment is one of them. */
  public boolean contains(String environment) {
    return everywhere || environments.contains(environment);
  }

  /** Whether there is none. */
  public boolean isNowhere() {
    return !everywhere && environments.isEmpty();
  }

  /** For a query that is narrowed: the names, or null when nothing is left out. */
  public String @Nullable [] names() {
    return everywhere ? null : environments.toArray(String[]::new);
  }

  /** This reach narrowed to one environment; not narrowed when null is given. */
  public Reach only(@Nullable String environment) {
    return environment == null ? this : within(new Reach(false, Set.of(environment)));
  }

  /** The environments that are in both. */
  Reach within(Reach other) {
    if (everywhere) {
      return other;
    }
    if (other.everywhere) {
      return this;
    }
    SortedSet<String> both = new TreeSet<>(environments);
    both.retainAll(other.environments);
    return new Reach(false, both);
  }
}

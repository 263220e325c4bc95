package dev.slipway.cloud;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something dear that is made when first asked for and then kept. */
final class Kept<T> implements Supplier<T> {

  private final Supplier<T> make;
  private volatile @Nullable T kept;

  Kept(Supplier<T> make) {
    this.make = make;
  }

  /** It, if it was made. */
  Optional<T> made() {
    return Optional.ofNullable(kept);
  }

  @Override
  public T get() {
    T known = kept;
    if (known != null) return known;
    synchronized (this) {
      known = kept;
      if (known == null) {
        known = make.get();
        kept = known;
      }
      return known;
    }
  }
}

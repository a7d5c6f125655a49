package dev.atrium.platform.inference.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The C library's heap, from which libtorch takes its memory. */
final class NativeHeap {
  private static final Optional<MethodHandle> TRIM = trimmer();

  private NativeHeap() {}

  /** Gives back what was freed; glibc keeps it otherwise. Does nothing where that is unknown. */
  static void giveBack() {
    TRIM.ifPresent(NativeHeap::call);
  }

  private static void call(MethodHandle trim) {
    try {
      var unused = (int) trim.invokeExact(0L);
    } catch (Throwable e) {
      throw new IllegalStateException("malloc_trim failed", e);
    }
  }

  private static Optional<MethodHandle> trimmer() {
    var linker = Linker.nativeLinker();
    var type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
    return linker
        .defaultLookup()
        .find("malloc_trim")
        .map(function -> linker.downcallHandle(function, type));
  }
}

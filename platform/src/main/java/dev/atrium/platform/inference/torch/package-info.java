/**
 * Runs language models with libtorch; the only package that knows DJL.
 *
 * <p>Entry types: {@link dev.atrium.platform.inference.torch.TorchModels} for serving, {@link
 * dev.atrium.platform.inference.torch.TorchProgram} for any other packed TorchScript program. A
 * program, its tensors and everything bound to it belong to one thread at a time. Must not know
 * Vert.x, HTTP or tenants; its public types carry no DJL type.
 */
@NullMarked
package dev.atrium.platform.inference.torch;

import org.jspecify.annotations.NullMarked;

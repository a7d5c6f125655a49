class AdapterTrainer(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  layers : int
  heads : int
  kv_heads : int
  head_dim : int
  window : int
  eps : float
  scale : float
  shared : List[Tensor]
  weights : List[Tensor]
  where : List[int]
  pairs : List[Tensor]
  m : List[Tensor]
  v : List[Tensor]
  steps : int

  # --- binding, through the path with gradients

  def bind_shared(self: __torch__.AdapterTrainer, tensors: List[Tensor]) -> Tensor:
    # embedding, final norm, output layer; rotary tables [position, head_dim / 2]
    self.shared = [torch.clone(tensors[0]), torch.clone(tensors[1]), torch.clone(tensors[2]), torch.cat([tensors[3], tensors[3]], 1), torch.cat([tensors[4], tensors[4]], 1)]
    return tensors[1]

  def bind_layer(self: __torch__.AdapterTrainer, tensors: List[Tensor]) -> Tensor:
    # norm, q, k, v, o, norm, gate, up, down; biases of q, k, v or empty; norms of q, k heads or empty
    for i in range(len(tensors)):
      torch.append(self.weights, torch.clone(tensors[i]))
    return tensors[0]

  def bind_pairs(self: __torch__.AdapterTrainer, tensors: List[Tensor], where: Tensor) -> Tensor:
    # A and B of each module that learns; for each layer's q, k, v, o, gate, up, down where its A stands, or -1
    for i in range(len(tensors)):
      torch.append(self.pairs, torch.clone(tensors[i]))
      torch.append(self.m, torch.zeros_like(tensors[i]))
      torch.append(self.v, torch.zeros_like(tensors[i]))
    for i in range(torch.size(where, 0)):
      torch.append(self.where, int(torch.select(where, 0, i)))
    return tensors[0]

  # --- forward

  def module(self: __torch__.AdapterTrainer, x: Tensor, layer: int, which: int, p: List[Tensor]) -> Tensor:
    # which: 0 q, 1 k, 2 v, 3 o, 4 gate, 5 up, 6 down
    w = 14 * layer + which + 1
    if which > 3:
      w = w + 1
    y = torch.linear(x, self.weights[w], None)
    if which < 3:
      if torch.numel(self.weights[14 * layer + 9 + which]) > 0:
        y = torch.add(y, self.weights[14 * layer + 9 + which])
    at = self.where[7 * layer + which]
    if at >= 0:
      y = torch.add(y, torch.mul(torch.linear(torch.linear(x, p[at], None), p[at + 1], None), self.scale))
    return y

  def rotate(self: __torch__.AdapterTrainer, x: Tensor) -> Tensor:
    half = self.head_dim // 2
    length = torch.size(x, 2)
    turned = torch.cat([torch.neg(torch.narrow(x, 3, half, half)), torch.narrow(x, 3, 0, half)], 3)
    return torch.add(torch.mul(x, torch.narrow(self.shared[3], 0, 0, length)), torch.mul(turned, torch.narrow(self.shared[4], 0, 0, length)))

  def heads_of(self: __torch__.AdapterTrainer, x: Tensor, heads: int, norm: Tensor) -> Tensor:
    h = torch.view(x, [torch.size(x, 0), torch.size(x, 1), heads, self.head_dim])
    if torch.numel(norm) > 0:
      h = torch.rms_norm(h, [self.head_dim], norm, self.eps)
    return torch.transpose(h, 1, 2)

  def attention(self: __torch__.AdapterTrainer, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    # each token sees those before it and itself, at most `window` of them if that is above 0
    length = torch.size(q, 2)
    if self.window > 0:
      if length > self.window:
        full = torch.full([length, length], -inf, dtype=6)
        mask = torch.add(torch.triu(full, 1), torch.tril(full, 0 - self.window))
        return torch.scaled_dot_product_attention(q, k, v, mask)
    return torch.scaled_dot_product_attention(q, k, v, None, 0., True)

  def logits(self: __torch__.AdapterTrainer, ids: Tensor, p: List[Tensor]) -> Tensor:
    none = torch.zeros([0])
    rows = torch.size(ids, 0)
    length = torch.size(ids, 1)
    rep = self.heads // self.kv_heads
    x = torch.embedding(self.shared[0], ids)
    dim = torch.size(x, 2)
    for layer in range(self.layers):
      w = 14 * layer
      h = torch.rms_norm(x, [dim], self.weights[w], self.eps)
      q = self.rotate(self.heads_of(self.module(h, layer, 0, p), self.heads, self.weights[w + 12]))
      k = self.rotate(self.heads_of(self.module(h, layer, 1, p), self.kv_heads, self.weights[w + 13]))
      v = self.heads_of(self.module(h, layer, 2, p), self.kv_heads, none)
      a = self.attention(q, torch.repeat_interleave(k, rep, 1), torch.repeat_interleave(v, rep, 1))
      a = torch.reshape(torch.transpose(a, 1, 2), [rows, length, self.heads * self.head_dim])
      x = torch.add(x, self.module(a, layer, 3, p))
      h = torch.rms_norm(x, [dim], self.weights[w + 5], self.eps)
      x = torch.add(x, self.module(torch.mul(torch.silu(self.module(h, layer, 4, p)), self.module(h, layer, 5, p)), layer, 6, p))
    return torch.linear(torch.rms_norm(x, [dim], self.shared[1], self.eps), self.shared[2], None)

  def loss_of(self: __torch__.AdapterTrainer, ids: Tensor, mask: Tensor, p: List[Tensor]) -> Tensor:
    # mean over all targets: ids with mask 1, each predicted from the one before
    last = torch.size(ids, 1) - 1
    logp = torch.log_softmax(torch.narrow(self.logits(ids, p), 1, 0, last), 2)
    targets = torch.unsqueeze(torch.narrow(ids, 1, 1, last), 2)
    weight = torch.to(torch.narrow(mask, 1, 1, last), 6)
    found = torch.squeeze(torch.gather(logp, 2, targets), 2)
    return torch.neg(torch.div(torch.sum(torch.mul(found, weight)), torch.sum(weight)))

  # --- learning

  def gradients(self: __torch__.AdapterTrainer, ids: Tensor, mask: Tensor) -> List[Tensor]:
    # the loss, then the gradient of each matrix
    p = annotate(List[Tensor], [])
    for i in range(len(self.pairs)):
      torch.append(p, torch.requires_grad_(torch.detach(self.pairs[i])))
    loss = self.loss_of(ids, mask, p)
    found = torch.grad([loss], p, None, None, False, True)
    out = [torch.detach(loss)]
    for i in range(len(found)):
      g = found[i]
      if torch.__is__(g, None):
        torch.append(out, torch.zeros_like(self.pairs[i]))
      else:
        torch.append(out, torch.detach(torch._unwrap_optional(g)))
    return out

  def loss(self: __torch__.AdapterTrainer, ids: Tensor, mask: Tensor) -> Tensor:
    return torch.detach(self.loss_of(ids, mask, self.pairs))

  def step(self: __torch__.AdapterTrainer, ids: Tensor, mask: Tensor, rate: Tensor, beta1: Tensor, beta2: Tensor, epsilon: Tensor, decay: Tensor, clip: Tensor) -> List[Tensor]:
    # AdamW; clip: largest norm of all gradients together, 0 = none; the loss and the norm before
    found = self.gradients(ids, mask)
    square = torch.zeros([], dtype=7)
    for i in range(len(self.pairs)):
      square = torch.add(square, torch.sum(torch.square(torch.to(found[i + 1], 7))))
    norm = torch.sqrt(square)
    factor = 1.
    if float(clip) > 0.:
      factor = ops.prim.min(1., float(clip) / (float(norm) + 9.9999999999999995e-07))
    self.steps = self.steps + 1
    b1 = float(beta1)
    b2 = float(beta2)
    lr = float(rate)
    for i in range(len(self.pairs)):
      g = torch.mul(found[i + 1], factor)
      torch.add_(torch.mul_(self.m[i], b1), torch.mul(g, 1. - b1))
      torch.add_(torch.mul_(self.v[i], b2), torch.mul(torch.mul(g, g), 1. - b2))
      mean = torch.div(self.m[i], 1. - b1 ** self.steps)
      root = torch.sqrt(torch.div(self.v[i], 1. - b2 ** self.steps))
      w = torch.detach(self.pairs[i])
      torch.mul_(w, 1. - lr * float(decay))
      torch.sub_(w, torch.mul(torch.div(mean, torch.add(root, float(epsilon))), lr))
    return [found[0], torch.to(norm, 6)]

  def read(self: __torch__.AdapterTrainer, unused: Tensor) -> List[Tensor]:
    return self.pairs

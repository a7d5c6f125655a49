class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  layers : int
  heads : int
  kv_heads : int
  head_dim : int
  eps : float
  dtype : int
  packing : bool
  reduce_range : bool
  packed : List[__torch__.torch.classes.quantized.LinearPackedParamsBase]
  shared : List[Tensor]
  weights : List[Tensor]
  adapters : List[Tensor]
  k : List[Tensor]
  v : List[Tensor]

  # --- binding: weights and cache come in once, as they lie in the file, and stay

  def read(self: __torch__.Decoder, raw: Tensor, kind: int) -> Tensor:
    # kind: 0 = float32, 5 = bytes of float16, 15 = bytes of bfloat16; a copy
    if kind == 0:
      return torch.clone(raw)
    return torch.view_copy(raw, kind)

  def widen(self: __torch__.Decoder, raw: Tensor, kind: int) -> Tensor:
    return torch.to(self.read(raw, kind), self.dtype)

  def pack(self: __torch__.Decoder, w: Tensor) -> Tensor:
    # a matrix as it is, or as 8-bit integers with one scale per output, kept apart: then nothing is left here
    if self.packing:
      scale = torch.clamp(torch.div(torch.amax(torch.abs(w), [1]), 127.), 9.9999999999999995e-21, None)
      whole = torch.quantize_per_channel(w, scale, torch.zeros([torch.size(w, 0)], dtype=4), 0, 12)
      torch.append(self.packed, ops.quantized.linear_prepack(whole, None))
      return torch.zeros([0], dtype=self.dtype)
    return w

  def bind_shared(self: __torch__.Decoder, raw: List[Tensor], kinds: List[int], cos: Tensor, sin: Tensor) -> int:
    # embedding, final norm, output layer (none if tied); rotary tables [position, head_dim / 2]
    head = len(raw) - 1
    if len(raw) == 2:
      head = 0
    embedding = self.read(raw[0], kinds[0])
    if not self.packing:
      embedding = torch.to(embedding, self.dtype)
    if self.packing or head > 0:
      output = self.pack(self.widen(raw[head], kinds[head]))
    else:
      output = embedding
    cosines = torch.to(torch.cat([cos, cos], 1), self.dtype)
    sines = torch.to(torch.cat([sin, sin], 1), self.dtype)
    self.shared = [embedding, self.widen(raw[1], kinds[1]), output, cosines, sines]
    return len(self.shared)

  def bind_layer(self: __torch__.Decoder, raw: List[Tensor], kinds: List[int], padding: int) -> int:
    # norm, q, k, v, o, norm, gate, up, down; biases of q, k, v or empty; norms of q, k heads or empty.
    # The feed-forward width is padded with zeros, so that a row's values always lie whole in vectors.
    t = annotate(List[Tensor], [])
    for i in range(len(raw)):
      torch.append(t, self.widen(raw[i], kinds[i]))
    gate = torch.constant_pad_nd(t[6], [0, 0, 0, padding], 0)
    up = torch.constant_pad_nd(t[7], [0, 0, 0, padding], 0)
    torch.append(self.weights, t[0])
    torch.append(self.weights, self.pack(torch.cat([t[1], t[2], t[3]], 0)))
    torch.append(self.weights, torch.cat([t[9], t[10], t[11]], 0))
    torch.append(self.weights, self.pack(t[4]))
    torch.append(self.weights, t[5])
    torch.append(self.weights, self.pack(torch.cat([gate, up], 0)))
    torch.append(self.weights, self.pack(torch.constant_pad_nd(t[8], [0, padding], 0)))
    torch.append(self.weights, t[12])
    torch.append(self.weights, t[13])
    return len(self.weights)

  def bind_adapter(self: __torch__.Decoder, index: int, raw: List[Tensor]) -> int:
    # for each layer A and B, scaled, of q-k-v, o, gate-up, down; empty where the adapter says nothing
    first = index * 8 * self.layers
    for i in range(len(raw)):
      t = torch.to(torch.clone(raw[i]), self.dtype)
      if first + i < len(self.adapters):
        torch._set_item(self.adapters, first + i, t)
      else:
        torch.append(self.adapters, t)
    return len(self.adapters)

  def allocate(self: __torch__.Decoder, places: int) -> int:
    # the KV cache: one place per token, all slots one after the other; nobody reads what was not written
    for i in range(self.layers):
      torch.append(self.k, torch.empty([places, self.kv_heads, self.head_dim], dtype=self.dtype))
      torch.append(self.v, torch.empty([places, self.kv_heads, self.head_dim], dtype=self.dtype))
    return len(self.k)

  # --- computing: x is [tokens, hidden]; rows are [first token, count, first place, length, adapter or -1] each

  def linear(self: __torch__.Decoder, x: Tensor, w: Tensor, which: int, bias: Tensor) -> Tensor:
    # which: where the matrix stands among the packed ones
    if self.packing:
      y = self.linear_packed(x, which)
    else:
      y = torch.linear(x, w, None)
    if torch.numel(bias) > 0:
      y = torch.add(y, bias)
    return y

  def linear_packed(self: __torch__.Decoder, x: Tensor, which: int) -> Tensor:
    # Activations become 8-bit integers too. The operator takes one range for the whole batch: so each row is
    # divided by its largest magnitude, and the last row, which is nobody's, always spans -1 to 1.
    size = torch.clamp(torch.amax(torch.abs(x), [1], True), 9.9999999999999995e-21, None)
    scaled = torch.div(x, size)
    last = torch.select(scaled, 0, torch.size(x, 0) - 1)
    torch.fill_(torch.narrow(last, 0, 0, 1), 1.)
    torch.fill_(torch.narrow(last, 0, 1, 1), -1.)
    return torch.mul(ops.quantized.linear_dynamic(scaled, self.packed[which], self.reduce_range), size)

  def adapt(self: __torch__.Decoder, y: Tensor, x: Tensor, part: int, layer: int, rows: List[int]) -> Tensor:
    # adds to y, in place, what the adapter of each row makes of x
    for r in range(len(rows) // 5):
      if rows[5 * r + 4] >= 0:
        at = 8 * (rows[5 * r + 4] * self.layers + layer) + 2 * part
        if torch.numel(self.adapters[at]) > 0:
          mine = torch.clone(torch.narrow(x, 0, rows[5 * r], rows[5 * r + 1]))
          low = torch.linear(mine, self.adapters[at], None)
          torch.add_(torch.narrow(y, 0, rows[5 * r], rows[5 * r + 1]), torch.linear(low, self.adapters[at + 1], None))
    return y

  def rotate(self: __torch__.Decoder, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = self.head_dim // 2
    turned = torch.cat([torch.neg(torch.narrow(x, 2, half, half)), torch.narrow(x, 2, 0, half)], 2)
    return torch.add(torch.mul(x, cos), torch.mul(turned, sin))

  def masks(self: __torch__.Decoder, rows: List[int]) -> List[Tensor]:
    # for a row of several tokens: token i of the row sees the places up to its own
    found = annotate(List[Tensor], [])
    rep = self.heads // self.kv_heads
    for r in range(len(rows) // 5):
      count = rows[5 * r + 1]
      length = rows[5 * r + 3]
      mask = torch.zeros([0], dtype=self.dtype)
      if count > 1:
        full = torch.full([count, length], -inf, dtype=self.dtype)
        mask = torch.repeat(torch.triu(full, length - count + 1), [rep, 1])
      torch.append(found, mask)
    return found

  def attend(self: __torch__.Decoder, q: Tensor, layer: int, rows: List[int], masks: List[Tensor]) -> Tensor:
    # each row on its own, so that its result has the same bits whatever else is in the step;
    # the query heads that share a key head are its rows
    out = annotate(List[Tensor], [])
    rep = self.heads // self.kv_heads
    done = 0
    for r in range(len(rows) // 5):
      count = rows[5 * r + 1]
      length = rows[5 * r + 3]
      keys = torch.transpose(torch.unsqueeze(torch.narrow(self.k[layer], 0, rows[5 * r + 2], length), 0), 1, 2)
      values = torch.transpose(torch.unsqueeze(torch.narrow(self.v[layer], 0, rows[5 * r + 2], length), 0), 1, 2)
      mine = torch.view(torch.narrow(q, 0, rows[5 * r], count), [count, self.kv_heads, rep, self.head_dim])
      if count == 1:
        a = torch.scaled_dot_product_attention(mine, keys, values, None, 0., False)
        torch.append(out, torch.reshape(a, [1, self.heads * self.head_dim]))
      else:
        mine = torch.reshape(torch.permute(mine, [1, 2, 0, 3]), [1, self.kv_heads, rep * count, self.head_dim])
        a = torch.scaled_dot_product_attention(mine, keys, values, masks[r], 0., False)
        a = torch.permute(torch.view(a, [self.heads, count, self.head_dim]), [1, 0, 2])
        torch.append(out, torch.reshape(a, [count, self.heads * self.head_dim]))
      done = done + count
    if done < torch.size(q, 0):
      torch.append(out, torch.zeros([torch.size(q, 0) - done, self.heads * self.head_dim], dtype=self.dtype))
    return torch.cat(out, 0)

  def hidden(self: __torch__.Decoder, batch: Tensor, rows: List[int]) -> Tensor:
    # batch: for each token its id, its position, its place in the cache
    tokens = torch.select(batch, 0, 0)
    positions = torch.select(batch, 0, 1)
    places = torch.select(batch, 0, 2)
    n = torch.size(tokens, 0)
    hd = self.head_dim
    x = torch.to(torch.embedding(self.shared[0], tokens), self.dtype)
    dim = torch.size(x, 1)
    cos = torch.unsqueeze(torch.embedding(self.shared[3], positions), 1)
    sin = torch.unsqueeze(torch.embedding(self.shared[4], positions), 1)
    masks = self.masks(rows)
    none = torch.zeros([0], dtype=self.dtype)
    for layer in range(self.layers):
      w = 9 * layer
      h = torch.rms_norm(x, [dim], self.weights[w], self.eps)
      qkv = self.adapt(self.linear(h, self.weights[w + 1], 4 * layer + 1, self.weights[w + 2]), h, 0, layer, rows)
      qkv = torch.view(qkv, [n, self.heads + 2 * self.kv_heads, hd])
      q = torch.narrow(qkv, 1, 0, self.heads)
      k = torch.narrow(qkv, 1, self.heads, self.kv_heads)
      if torch.numel(self.weights[w + 7]) > 0:
        q = torch.rms_norm(q, [hd], self.weights[w + 7], self.eps)
        k = torch.rms_norm(k, [hd], self.weights[w + 8], self.eps)
      torch.index_put_(self.k[layer], [places], self.rotate(k, cos, sin))
      torch.index_put_(self.v[layer], [places], torch.narrow(qkv, 1, self.heads + self.kv_heads, self.kv_heads))
      a = self.attend(self.rotate(q, cos, sin), layer, rows, masks)
      x = torch.add(x, self.adapt(self.linear(a, self.weights[w + 3], 4 * layer + 2, none), a, 1, layer, rows))
      h = torch.rms_norm(x, [dim], self.weights[w + 4], self.eps)
      both = self.adapt(self.linear(h, self.weights[w + 5], 4 * layer + 3, none), h, 2, layer, rows)
      width = torch.size(both, 1) // 2
      both = torch.mul(torch.silu(torch.narrow(both, 1, 0, width)), torch.narrow(both, 1, width, width))
      x = torch.add(x, self.adapt(self.linear(both, self.weights[w + 6], 4 * layer + 4, none), both, 3, layer, rows))
    return torch.rms_norm(x, [dim], self.shared[1], self.eps)

  def output(self: __torch__.Decoder, h: Tensor) -> Tensor:
    return self.linear(h, self.shared[2], 0, torch.zeros([0], dtype=self.dtype))

  def score(self: __torch__.Decoder, batch: Tensor, rows: List[int]) -> List[Tensor]:
    # logits and final hidden states of every token
    h = self.hidden(batch, rows)
    return [torch.to(self.output(h), 6), torch.to(h, 6)]

  # --- choosing: one number per draw in each list; a draw's edits end where the next one's begin

  def step(self: __torch__.Decoder, batch: Tensor, rows: List[int], last: List[int], temperature: List[float], top_p: List[float], top_k: List[int], min_p: List[float], uniform: List[float], ends: List[int], edited: List[int], factors: List[float], addends: List[float], masked: List[int], allowed: Tensor, told: List[int]) -> List[Tensor]:
    # last: for each draw the token of the step that it follows, padded. allowed: for each masked draw a byte per
    # token, 0 = forbidden. told: for each draw how many likeliest tokens to tell, -1 = nothing. The tokens chosen;
    # then, if something is told, for each such draw the chosen token and the likeliest, and their log-probabilities.
    h = self.hidden(batch, rows)
    if len(temperature) == 0:
      return [torch.zeros([0], dtype=4)]
    logits = torch.to(self.output(torch.index_select(h, 0, torch.tensor(last, dtype=4))), 6)
    raw = annotate(List[Tensor], [])
    for r in range(len(told)):
      if told[r] >= 0:
        torch.append(raw, torch.log_softmax(torch.select(logits, 0, r), 0))
    begin = 0
    for r in range(len(ends)):
      if ends[r] > begin:
        self.edit(torch.select(logits, 0, r), edited[begin:ends[r]], factors[begin:ends[r]], addends[begin:ends[r]])
      begin = ends[r]
    for r in range(len(masked)):
      torch.masked_fill_(torch.select(logits, 0, masked[r]), torch.eq(torch.select(allowed, 0, r), 0), -inf)
    chosen = torch.argmax(torch.narrow(logits, 0, 0, len(temperature)), 1)
    for r in range(len(temperature)):
      if temperature[r] > 0.:
        one = self.draw(torch.select(logits, 0, r), temperature[r], top_p[r], top_k[r], min_p[r], uniform[r])
        torch.copy_(torch.select(chosen, 0, r), one)
    if len(raw) == 0:
      return [chosen]
    return self.tell(chosen, raw, told)

  def tell(self: __torch__.Decoder, chosen: Tensor, raw: List[Tensor], told: List[int]) -> List[Tensor]:
    ids = annotate(List[Tensor], [])
    values = annotate(List[Tensor], [])
    for r in range(len(told)):
      if told[r] >= 0:
        mine = torch.narrow(chosen, 0, r, 1)
        best, top = torch.topk(raw[len(values) // 2], told[r])
        torch.append(ids, mine)
        torch.append(ids, top)
        torch.append(values, torch.index_select(raw[len(values) // 2], 0, mine))
        torch.append(values, best)
    return [chosen, torch.cat(ids, 0), torch.cat(values, 0)]

  def edit(self: __torch__.Decoder, logits: Tensor, tokens: List[int], factors: List[float], addends: List[float]) -> Tensor:
    ids = torch.tensor(tokens, dtype=4)
    factor = torch.tensor(factors, dtype=6)
    z = torch.index_select(logits, 0, ids)
    z = torch.where(torch.gt(z, 0), torch.div(z, factor), torch.mul(z, factor))
    return torch.index_copy_(logits, 0, ids, torch.add(z, torch.tensor(addends, dtype=6)))

  def draw(self: __torch__.Decoder, logits: Tensor, temperature: float, top_p: float, top_k: int, min_p: float, uniform: float) -> Tensor:
    # the token at which the sum of the kept probabilities, from the likeliest on, passes uniform x their total
    vocabulary = torch.size(logits, 0)
    z = torch.div(torch.to(logits, 7), temperature)
    if top_k > 0 and top_k < vocabulary:
      best, ids = torch.topk(z, top_k)
      p = torch.softmax(best, 0)
    else:
      p = torch.softmax(z, 0)
      if top_p >= 1. and min_p <= 0.:
        return self.pick(p, torch.zeros([0], dtype=4), vocabulary, uniform)
      best, ids = torch.topk(p, ops.prim.min(1024, vocabulary))
      if float(torch.sum(best)) >= top_p or float(best[-1]) < min_p * float(best[0]):
        p = best
      else:
        p, ids = torch.sort(p, 0, True)
    return self.pick(p, ids, self.kept(p, top_p, min_p), uniform)

  def kept(self: __torch__.Decoder, p: Tensor, top_p: float, min_p: float) -> int:
    # how many of the likeliest reach top_p together, less those below min_p of the first; at least one
    before = torch.sub(torch.cumsum(p, 0), p)
    likely = torch.ge(p, torch.mul(torch.select(p, 0, 0), min_p))
    if top_p < 1.:
      likely = torch.logical_and(likely, torch.lt(before, top_p))
    return ops.prim.max(1, int(torch.sum(likely)))

  def pick(self: __torch__.Decoder, p: Tensor, ids: Tensor, keep: int, uniform: float) -> Tensor:
    sums = torch.cumsum(torch.narrow(p, 0, 0, keep), 0)
    at = torch.searchsorted(sums, torch.mul(torch.select(sums, 0, keep - 1), uniform), out_int32=False, right=True)
    at = torch.clamp(at, 0, keep - 1)
    if torch.numel(ids) > 0:
      at = torch.select(ids, 0, int(at))
    return at

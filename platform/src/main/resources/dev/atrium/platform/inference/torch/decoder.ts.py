class Decoder(Module):
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
  dtype : int
  whole_step : float
  whole_zero : int
  bytes : int
  parts : List[Tensor]
  forms : List[int]
  at : List[int]
  packed : List[__torch__.torch.classes.quantized.LinearPackedParamsBase]
  matrices : List[Tensor]
  shared : List[Tensor]
  weights : List[Tensor]
  adapters : List[Tensor]
  kv : List[Tensor]

  # --- binding: weights and cache come in once, as they lie in the file, and stay.
  # Matrices are the output layer, then q-k-v, o, gate-up, down of each layer. Their forms: 0 = float32,
  # 1 = bfloat16, 2 = 8-bit integers with one scale per output, 3 = the same, and the activations too.

  def add_part(self: __torch__.Decoder, raw: Tensor, kind: int) -> int:
    # of a tensor that is too large to come in at once
    torch.append(self.parts, self.read(raw, kind))
    return len(self.parts)

  def read(self: __torch__.Decoder, raw: Tensor, kind: int) -> Tensor:
    # kind: 0 = float32, 1 = 8-bit integers, 5 = bytes of float16, 15 = bytes of bfloat16; a copy.
    # 100 = the number of parts that came before
    if kind == 100:
      count = int(raw)
      whole = torch.cat(self.parts[0:count], 0)
      self.parts = self.parts[count:len(self.parts)]
      return whole
    if kind < 2:
      return torch.clone(raw)
    return torch.view_copy(raw, kind)

  def keep(self: __torch__.Decoder, w: Tensor, scale: Tensor, form: int) -> int:
    # the next matrix; scale: one per row if w is integers already
    if form == 0:
      self.keep_parts(torch.to(w, 6), scale, form)
    if form == 1:
      self.keep_parts(torch.to(w, 15), scale, form)
    if form > 1:
      if torch.numel(scale) > 0:
        self.keep_parts(w, scale, form)
      else:
        whole, found = self.shrink(w)
        self.keep_parts(whole, found, form)
    return len(self.forms)

  def shrink(self: __torch__.Decoder, w: Tensor) -> Tuple[Tensor, Tensor]:
    # 8-bit integers and one scale per row; in stretches, so that little lies in memory twice
    rows = torch.size(w, 0)
    whole = torch.empty([rows, torch.size(w, 1)], dtype=1)
    scale = torch.empty([rows], dtype=6)
    for i in range((rows + 4095) // 4096):
      count = ops.prim.min(4096, rows - 4096 * i)
      wide = torch.to(torch.narrow(w, 0, 4096 * i, count), 6)
      mine = torch.clamp(torch.div(torch.amax(torch.abs(wide), [1]), 127.), 9.9999999999999995e-21, None)
      torch.copy_(torch.narrow(scale, 0, 4096 * i, count), mine)
      torch.copy_(torch.narrow(whole, 0, 4096 * i, count), torch.round_(torch.div(wide, torch.unsqueeze(mine, 1))))
    return (whole, scale)

  def keep_parts(self: __torch__.Decoder, w: Tensor, scale: Tensor, form: int) -> int:
    # w: what is multiplied with; scale: for integers, of each row
    none = torch.zeros([0], dtype=6)
    torch.append(self.forms, form)
    torch.append(self.at, len(self.packed))
    self.bytes = self.bytes + torch.numel(w) * torch.element_size(w)
    if form == 3:
      zero = torch.zeros([torch.size(w, 0)], dtype=4)
      torch.append(self.packed, ops.quantized.linear_prepack(torch._make_per_channel_quantized_tensor(w, scale, zero, 0), None))
      torch.append(self.matrices, none)
      torch.append(self.matrices, none)
    else:
      torch.append(self.matrices, w)
      if form == 2:
        torch.append(self.matrices, torch.to(scale, 15))
      else:
        torch.append(self.matrices, none)
    return len(self.forms)

  def norm_weight(self: __torch__.Decoder, w: Tensor) -> Tensor:
    # times the root of its length, as norm() wants it
    return torch.mul(torch.to(w, 6), float(torch.size(w, 0)) ** 0.5)

  def bind_shared(self: __torch__.Decoder, raw: List[Tensor], kinds: List[int], cos: Tensor, sin: Tensor, form: int) -> int:
    # embedding, final norm, output layer (none if tied); rotary tables [position, head_dim / 2]
    # and the scales of the output layer if it is integers
    embedding = self.read(raw[0], kinds[0])
    norm = self.norm_weight(self.read(raw[1], kinds[1]))
    none = torch.zeros([0], dtype=6)
    if len(raw) > 2:
      head = self.read(raw[2], kinds[2])
      if len(raw) > 3:
        none = self.read_scale(raw[3], kinds[3])
      self.keep(head, none, form)
    else:
      self.keep(embedding, none, form)
      if form < 2:
        embedding = self.matrices[0]
        self.bytes = self.bytes - torch.numel(embedding) * torch.element_size(embedding)
    self.bytes = self.bytes + torch.numel(embedding) * torch.element_size(embedding)
    dim = torch.size(embedding, 1)
    floor = torch.full([], (float(dim) * self.eps) ** 0.5, dtype=6)
    head_floor = torch.full([], (float(self.head_dim) * self.eps) ** 0.5, dtype=6)
    self.shared = [embedding, norm, floor, head_floor, torch.cat([cos, cos], 1), torch.cat([torch.neg(sin), sin], 1)]
    return len(self.shared)

  def read_scale(self: __torch__.Decoder, raw: Tensor, kind: int) -> Tensor:
    return torch.flatten(torch.to(self.read(raw, kind), 6))

  def bind_layer(self: __torch__.Decoder, raw: List[Tensor], kinds: List[int], padding: int, forms: List[int]) -> int:
    # norm, q, k, v, o, norm, gate, up, down; biases of q, k, v or empty; norms of q, k heads or empty; scales of
    # q, k, v, o, gate, up, down where they are integers, else empty.
    # The feed-forward width is padded with zeros, so that a row's values always lie whole in vectors.
    t = annotate(List[Tensor], [])
    for i in range(14):
      torch.append(t, self.read(raw[i], kinds[i]))
    for i in range(7):
      torch.append(t, self.read_scale(raw[14 + i], kinds[14 + i]))
    gate = torch.constant_pad_nd(t[6], [0, 0, 0, padding], 0)
    up = torch.constant_pad_nd(t[7], [0, 0, 0, padding], 0)
    both = torch.zeros([0], dtype=6)
    if torch.numel(t[18]) > 0:
      both = torch.cat([torch.constant_pad_nd(t[18], [0, padding], 1), torch.constant_pad_nd(t[19], [0, padding], 1)], 0)
    self.keep(torch.cat([t[1], t[2], t[3]], 0), torch.cat([t[14], t[15], t[16]], 0), forms[0])
    self.keep(t[4], t[17], forms[1])
    self.keep(torch.cat([gate, up], 0), both, forms[2])
    self.keep(torch.constant_pad_nd(t[8], [0, padding], 0), t[20], forms[3])
    torch.append(self.weights, self.norm_weight(t[0]))
    torch.append(self.weights, torch.to(torch.cat([t[9], t[10], t[11]], 0), 6))
    torch.append(self.weights, self.norm_weight(t[5]))
    torch.append(self.weights, self.norm_weight(t[12]))
    torch.append(self.weights, self.norm_weight(t[13]))
    return len(self.weights)

  def bind_adapter(self: __torch__.Decoder, index: int, raw: List[Tensor]) -> int:
    # for each layer A and B, scaled, of q-k-v, o, gate-up, down; empty where the adapter says nothing
    first = index * 8 * self.layers
    for i in range(len(raw)):
      t = torch.clone(raw[i])
      if first + i < len(self.adapters):
        torch._set_item(self.adapters, first + i, t)
      else:
        torch.append(self.adapters, t)
    return len(self.adapters)

  def allocate(self: __torch__.Decoder, places: int) -> int:
    # the KV cache: one place per token, its keys and then its values; a sequence's one after the other.
    # Zeros, since what is masked out is still multiplied.
    for i in range(self.layers):
      torch.append(self.kv, torch.zeros([places, 2 * self.kv_heads, self.head_dim], dtype=self.dtype))
    return len(self.kv)

  def size(self: __torch__.Decoder) -> int:
    # bytes of embedding and matrices
    return self.bytes

  # --- computing: x is [tokens, hidden] in float32. rows are [first token, count, first place, length,
  # adapter or -1] each; groups are [first token, count, first place, places from one to the next, length] each:
  # single tokens of sequences at equal distances, whose attention is computed together over so many places

  def product(self: __torch__.Decoder, x: Tensor, m: int) -> Tensor:
    form = self.forms[m]
    if form == 3:
      size = torch.amax(torch.abs(x), [1], True)
      return torch.mul_(self.whole_product(x, size, m), size)
    if form == 2:
      return torch._weight_int8pack_mm(torch.contiguous(torch.to(x, 15)), self.matrices[2 * m], self.matrices[2 * m + 1])
    if form == 1:
      return torch.linear(torch.to(x, 15), self.matrices[2 * m], None)
    return torch.linear(torch.to(x, 6), self.matrices[2 * m], None)

  def product_plus(self: __torch__.Decoder, base: Tensor, x: Tensor, m: int) -> Tensor:
    if self.forms[m] == 3:
      size = torch.amax(torch.abs(x), [1], True)
      return torch.addcmul(base, self.whole_product(x, size, m), size)
    return torch.add(base, self.product(x, m))

  def whole_product(self: __torch__.Decoder, x: Tensor, size: Tensor, m: int) -> Tensor:
    # Activations become 8-bit integers too: each row is divided by its largest magnitude, and what one integer
    # stands for is the same in all batches. A row of zeros gives anything finite, which times its size is zero.
    return ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32(torch.to(torch.div(x, size), 6), self.whole_step, self.whole_zero, self.packed[self.at[m]])

  def adapt(self: __torch__.Decoder, y: Tensor, x: Tensor, part: int, layer: int, rows: List[int]) -> Tensor:
    # adds to y, in place, what the adapter of each row makes of x
    for r in range(len(rows) // 5):
      if rows[5 * r + 4] >= 0:
        at = 8 * (rows[5 * r + 4] * self.layers + layer) + 2 * part
        if torch.numel(self.adapters[at]) > 0:
          mine = torch.to(torch.clone(torch.narrow(x, 0, rows[5 * r], rows[5 * r + 1])), 6)
          low = torch.linear(mine, self.adapters[at], None)
          torch.add_(torch.narrow(y, 0, rows[5 * r], rows[5 * r + 1]), torch.linear(low, self.adapters[at + 1], None))
    return y

  def norm(self: __torch__.Decoder, x: Tensor, w: Tensor, floor: Tensor) -> Tensor:
    # root mean square: the root of the squares' sum and that of length times eps have a hypotenuse
    size = torch.hypot(torch.linalg_vector_norm(x, 2, [-1], True), floor)
    return torch.mul_(torch.div(x, size), w)

  def rotate(self: __torch__.Decoder, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = self.head_dim // 2
    turned = torch.cat([torch.narrow(x, 2, half, half), torch.narrow(x, 2, 0, half)], 2)
    return torch.addcmul(torch.mul(x, cos), turned, sin)

  def tables(self: __torch__.Decoder, positions: Tensor) -> List[Tensor]:
    # cosines and sines for all heads of each token: those of values do not turn
    n = torch.size(positions, 0)
    turning = self.heads + self.kv_heads
    cos = torch.ones([n, turning + self.kv_heads, self.head_dim], dtype=6)
    sin = torch.zeros([n, turning + self.kv_heads, self.head_dim], dtype=6)
    torch.copy_(torch.narrow(cos, 1, 0, turning), torch.unsqueeze(torch.embedding(self.shared[4], positions), 1))
    torch.copy_(torch.narrow(sin, 1, 0, turning), torch.unsqueeze(torch.embedding(self.shared[5], positions), 1))
    return [cos, sin]

  def masks(self: __torch__.Decoder, rows: List[int], groups: List[int]) -> List[Tensor]:
    # for a row of several tokens: token i of the row sees the places up to its own, at most `window` of them
    # if there is one; after those, for each group: a token sees the places of its own row
    found = annotate(List[Tensor], [])
    lengths = annotate(List[int], [])
    rep = self.heads // self.kv_heads
    for r in range(len(rows) // 5):
      count = rows[5 * r + 1]
      length = rows[5 * r + 3]
      torch.append(lengths, length)
      mask = torch.zeros([0], dtype=self.dtype)
      if count > 1:
        full = torch.full([count, length], -inf, dtype=self.dtype)
        seen = torch.triu(full, length - count + 1)
        if self.window > 0:
          seen = torch.add(seen, torch.tril(full, length - count - self.window))
        mask = torch.repeat(seen, [rep, 1])
      torch.append(found, mask)
    for g in range(len(groups) // 5):
      first = groups[5 * g]
      own = torch.unsqueeze(torch.tensor(lengths[first:first + groups[5 * g + 1]], dtype=4), 1)
      places = torch.unsqueeze(torch.arange(groups[5 * g + 4], dtype=4), 0)
      out = torch.ge(places, own)
      if self.window > 0:
        out = torch.logical_or(out, torch.lt(places, torch.sub(own, self.window)))
      mask = torch.masked_fill(torch.zeros([groups[5 * g + 1], groups[5 * g + 4]], dtype=self.dtype), out, -inf)
      torch.append(found, torch.unsqueeze(torch.unsqueeze(mask, 1), 1))
    return found

  def attend(self: __torch__.Decoder, qkv: Tensor, layer: int, rows: List[int], groups: List[int], masks: List[Tensor]) -> Tensor:
    # the query heads that share a key head are its rows
    kvh = self.kv_heads
    hd = self.head_dim
    rep = self.heads // kvh
    kv = self.kv[layer]
    q = torch.to(torch.narrow(qkv, 1, 0, self.heads), self.dtype)
    out = annotate(List[Tensor], [])
    done = 0
    for g in range(len(groups) // 5):
      first = groups[5 * g]
      count = groups[5 * g + 1]
      begin = groups[5 * g + 2] * 2 * kvh * hd
      shape = [count, kvh, groups[5 * g + 4], hd]
      strides = [groups[5 * g + 3] * 2 * kvh * hd, hd, 2 * kvh * hd, 1]
      mine = torch.view(torch.narrow(q, 0, first, count), [count, kvh, rep, hd])
      a, _ = torch._scaled_dot_product_flash_attention_for_cpu(mine, torch.as_strided(kv, shape, strides, begin), torch.as_strided(kv, shape, strides, begin + kvh * hd), 0., False, attn_mask=masks[len(rows) // 5 + g])
      torch.append(out, torch.reshape(a, [count, self.heads * hd]))
      done = done + count
    for r in range(len(rows) // 5):
      count = rows[5 * r + 1]
      if count > 1:
        length = rows[5 * r + 3]
        begin = rows[5 * r + 2] * 2 * kvh * hd
        shape = [1, kvh, length, hd]
        strides = [0, hd, 2 * kvh * hd, 1]
        mine = torch.view(torch.narrow(q, 0, rows[5 * r], count), [count, kvh, rep, hd])
        mine = torch.reshape(torch.permute(mine, [1, 2, 0, 3]), [1, kvh, rep * count, hd])
        a, _ = torch._scaled_dot_product_flash_attention_for_cpu(mine, torch.as_strided(kv, shape, strides, begin), torch.as_strided(kv, shape, strides, begin + kvh * hd), 0., False, attn_mask=masks[r])
        a = torch.permute(torch.view(a, [self.heads, count, hd]), [1, 0, 2])
        torch.append(out, torch.reshape(a, [count, self.heads * hd]))
        done = done + count
    if done < torch.size(q, 0):
      torch.append(out, torch.zeros([torch.size(q, 0) - done, self.heads * hd], dtype=self.dtype))
    if len(out) == 1:
      return out[0]
    return torch.cat(out, 0)

  def project(self: __torch__.Decoder, h: Tensor, layer: int, rows: List[int]) -> Tensor:
    # queries, keys, values of each token: [tokens, heads, head_dim]
    w = 5 * layer
    hd = self.head_dim
    bias = self.weights[w + 1]
    if torch.numel(bias) > 0:
      qkv = self.product_plus(bias, h, 4 * layer + 1)
    else:
      qkv = torch.to(self.product(h, 4 * layer + 1), 6)
    qkv = torch.view(self.adapt(qkv, h, 0, layer, rows), [torch.size(h, 0), self.heads + 2 * self.kv_heads, hd])
    if torch.numel(self.weights[w + 3]) > 0:
      q = self.norm(torch.narrow(qkv, 1, 0, self.heads), self.weights[w + 3], self.shared[3])
      k = self.norm(torch.narrow(qkv, 1, self.heads, self.kv_heads), self.weights[w + 4], self.shared[3])
      qkv = torch.cat([q, k, torch.narrow(qkv, 1, self.heads + self.kv_heads, self.kv_heads)], 1)
    return qkv

  def feed_forward(self: __torch__.Decoder, x: Tensor, layer: int, rows: List[int]) -> Tensor:
    # many tokens in stretches, whose wide values then stay in the processor's cache
    n = torch.size(x, 0)
    adapted = False
    for r in range(len(rows) // 5):
      adapted = adapted or rows[5 * r + 4] >= 0
    if n <= 128 or adapted:
      return self.feed(x, layer, rows)
    out = annotate(List[Tensor], [])
    none = annotate(List[int], [])
    for i in range((n + 127) // 128):
      torch.append(out, self.feed(torch.narrow(x, 0, 128 * i, ops.prim.min(128, n - 128 * i)), layer, none))
    return torch.cat(out, 0)

  def feed(self: __torch__.Decoder, x: Tensor, layer: int, rows: List[int]) -> Tensor:
    h = self.norm(x, self.weights[5 * layer + 2], self.shared[2])
    both = self.adapt(self.product(h, 4 * layer + 3), h, 2, layer, rows)
    width = torch.size(both, 1) // 2
    gated = torch.mul_(torch.silu_(torch.narrow(both, 1, 0, width)), torch.narrow(both, 1, width, width))
    return self.adapt(self.product_plus(x, gated, 4 * layer + 4), gated, 3, layer, rows)

  def hidden(self: __torch__.Decoder, batch: Tensor, rows: List[int], groups: List[int]) -> Tensor:
    # batch: for each token its id, its position, its place in the cache
    x = torch.to(torch.embedding(self.shared[0], torch.select(batch, 0, 0)), 6)
    cos, sin, = self.tables(torch.select(batch, 0, 1))
    places = torch.select(batch, 0, 2)
    masks = self.masks(rows, groups)
    for layer in range(self.layers):
      h = self.norm(x, self.weights[5 * layer], self.shared[2])
      qkv = self.rotate(self.project(h, layer, rows), cos, sin)
      torch.index_copy_(self.kv[layer], 0, places, torch.to(torch.narrow(qkv, 1, self.heads, 2 * self.kv_heads), self.dtype))
      a = self.attend(qkv, layer, rows, groups, masks)
      x = self.adapt(self.product_plus(x, a, 4 * layer + 2), a, 1, layer, rows)
      x = self.feed_forward(x, layer, rows)
    return self.norm(x, self.shared[1], self.shared[2])

  def output(self: __torch__.Decoder, h: Tensor) -> Tensor:
    return torch.to(self.product(h, 0), 6)

  def score(self: __torch__.Decoder, batch: Tensor, rows: List[int], groups: List[int]) -> List[Tensor]:
    # logits and final hidden states of every token
    h = self.hidden(batch, rows, groups)
    return [self.output(h), h]

  # --- parts of a step alone, to be measured

  def only_products(self: __torch__.Decoder, batch: Tensor, draws: int) -> Tensor:
    x = torch.to(torch.embedding(self.shared[0], torch.select(batch, 0, 0)), 6)
    for layer in range(self.layers):
      qkv = self.product(x, 4 * layer + 1)
      x = self.product_plus(x, torch.narrow(qkv, 1, 0, self.heads * self.head_dim), 4 * layer + 2)
      both = self.product(x, 4 * layer + 3)
      x = self.product_plus(x, torch.narrow(both, 1, 0, torch.size(both, 1) // 2), 4 * layer + 4)
    return self.product(torch.narrow(x, 0, 0, draws), 0)

  def only_attention(self: __torch__.Decoder, batch: Tensor, rows: List[int], groups: List[int]) -> Tensor:
    masks = self.masks(rows, groups)
    qkv = torch.ones([torch.size(batch, 1), self.heads + 2 * self.kv_heads, self.head_dim], dtype=6)
    places = torch.select(batch, 0, 2)
    for layer in range(self.layers):
      torch.index_copy_(self.kv[layer], 0, places, torch.to(torch.narrow(qkv, 1, self.heads, 2 * self.kv_heads), self.dtype))
      a = self.attend(qkv, layer, rows, groups, masks)
      torch.copy_(torch.narrow(qkv, 1, 0, self.heads), torch.view(a, [torch.size(batch, 1), self.heads, self.head_dim]))
    return qkv

  # --- choosing: one number per draw in each list; a draw's edits end where the next one's begin

  def step(self: __torch__.Decoder, batch: Tensor, rows: List[int], groups: List[int], last: List[int], temperature: List[float], top_p: List[float], top_k: List[int], min_p: List[float], uniform: List[float], ends: List[int], edited: List[int], factors: List[float], addends: List[float], masked: List[int], allowed: Tensor, told: List[int], moves: List[int], pooled: List[int]) -> List[Tensor]:
    # last: for each draw the token of the step that it follows, padded. allowed: for each masked draw a byte per
    # token, 0 = forbidden. told: for each draw how many likeliest tokens to tell, -1 = nothing. The tokens chosen;
    # then, if something is told, for each such draw the chosen token and the likeliest, and their log-probabilities.
    # moves: first place, target, count of each copy within the cache, carried out before all else.
    # pooled: first token and count of each stretch of tokens; the sums of their states come last, if there are any
    for m in range(len(moves) // 3):
      for layer in range(self.layers):
        source = torch.narrow(self.kv[layer], 0, moves[3 * m], moves[3 * m + 2])
        torch.copy_(torch.narrow(self.kv[layer], 0, moves[3 * m + 1], moves[3 * m + 2]), source)
    h = self.hidden(batch, rows, groups)
    if len(temperature) == 0:
      return self.pool([torch.zeros([0], dtype=4)], h, pooled)
    logits = self.output(torch.index_select(h, 0, torch.tensor(last, dtype=4)))
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
    chosen = self.likeliest(torch.narrow(logits, 0, 0, len(temperature)))
    for r in range(len(temperature)):
      if temperature[r] > 0.:
        one = self.draw(torch.select(logits, 0, r), temperature[r], top_p[r], top_k[r], min_p[r], uniform[r])
        torch.copy_(torch.select(chosen, 0, r), one)
    if len(raw) == 0:
      return self.pool([chosen], h, pooled)
    return self.pool(self.tell(chosen, raw, told), h, pooled)

  def pool(self: __torch__.Decoder, told: List[Tensor], h: Tensor, pooled: List[int]) -> List[Tensor]:
    sums = annotate(List[Tensor], [])
    for r in range(len(pooled) // 2):
      torch.append(sums, torch.sum(torch.narrow(h, 0, pooled[2 * r], pooled[2 * r + 1]), [0]))
    if len(sums) > 0:
      torch.append(told, torch.stack(sums, 0))
    return told

  def likeliest(self: __torch__.Decoder, logits: Tensor) -> Tensor:
    # argmax over stretches, then in the first stretch that holds the largest: its kernel is slow
    n = torch.size(logits, 0)
    stretches = torch.size(logits, 1) // 128
    if stretches * 128 != torch.size(logits, 1):
      return torch.argmax(logits, 1)
    parts = torch.view(logits, [n, stretches, 128])
    which = torch.argmax(torch.amax(parts, [2]), 1)
    inside = torch.gather(parts, 1, torch.expand(torch.view(which, [n, 1, 1]), [n, 1, 128]))
    return torch.add(torch.mul(which, 128), torch.argmax(torch.select(inside, 1, 0), 1))

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
    z = torch.div(logits, temperature)
    if top_k > 0 and top_k < vocabulary:
      best, ids = torch.topk(z, top_k)
      p = torch.softmax(torch.to(best, 7), 0)
    else:
      p = torch.softmax(z, 0)
      if top_p >= 1. and min_p <= 0.:
        return self.pick(torch.to(p, 7), torch.zeros([0], dtype=4), vocabulary, uniform)
      few, ids = torch.topk(p, ops.prim.min(1024, vocabulary))
      best = torch.to(few, 7)
      if float(torch.sum(best)) >= top_p or float(best[-1]) < min_p * float(best[0]):
        p = best
      else:
        all, ids = torch.sort(p, 0, True)
        p = torch.to(all, 7)
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

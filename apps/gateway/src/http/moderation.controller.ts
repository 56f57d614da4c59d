import {
  encodeJson,
  GetRulesetResponseSchema,
  ModerateBatchResponseSchema,
  ModerateResponseSchema,
} from '@breakwater/contracts/json';
import { Controller, Get, HttpCode, Post, Redirect, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Judge } from '../judge.js';
import { Meters, type CallMeter } from '../meters.js';
import { LoadedRuleset } from '../ruleset.js';
import { readBatch, readModerate } from './json-body.js';

/** The service's methods in proto3 JSON, by the same judge as gRPC. */
@Controller()
export class ModerationController {
  private readonly one: CallMeter;
  private readonly batch: CallMeter;

  constructor(
    private readonly judge: Judge,
    private readonly ruleset: LoadedRuleset,
    meters: Meters,
  ) {
    this.one = meters.call('http', 'Moderate');
    this.batch = meters.call('http', 'ModerateBatch');
  }

  @Post('v1/moderate')
  @HttpCode(200)
  moderate(@Req() request: Request): unknown {
    const response = this.judge.one(readModerate(request.headers['content-type'], request.body), this.one);
    return encodeJson(ModerateResponseSchema, response);
  }

  @Post('v1/moderate\\:batch')
  @HttpCode(200)
  moderateBatch(@Req() request: Request): unknown {
    const answers = this.judge.batch(readBatch(request.headers['content-type'], request.body), this.batch);
    return encodeJson(ModerateBatchResponseSchema, { answers });
  }

  @Get('v1/ruleset')
  getRuleset(): unknown {
    return encodeJson(GetRulesetResponseSchema, this.ruleset.description);
  }

  @Get()
  @Redirect('/docs', 302)
  index(): void {
    // The page to try it is the home page.
  }
}
